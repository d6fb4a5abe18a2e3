package org.coursebackup.share;

import java.nio.file.Path;

import org.coursebackup.thin.ListedContent;

/**
 * A content that is not in the archive itself but in the target's pool, or about to get its name there.
 *
 * @param part where it was written, under a temporary name; null if it was there already
 * @param stamp of the file that was there already ({@link FileStamp}); null for none
 * @param read bytes that were read for it
 */
public record Kept(ListedContent content, Path part, String stamp, long read) {
    /** Whether it was written for this archive. */
    public boolean written() {
        return part != null;
    }
}
