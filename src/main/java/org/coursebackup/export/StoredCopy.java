package org.coursebackup.export;

import java.nio.file.Path;
import java.time.Instant;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.thin.ThinArchive;

/**
 * An archive in one of the places where it lies.
 *
 * @param row what the history knows of it; null if that is nothing
 * @param file on this machine
 * @param name of the archive, which the file need not have (in Moodle's file pool)
 * @param begun when making it began
 */
public record StoredCopy(ArchiveRow row, Path file, String name, Instant begun) {
    /** Whether it is encrypted. */
    public boolean encrypted() {
        return AgeFile.named(name);
    }

    /** Whether its contents are in the pool beside it. */
    public boolean thin() {
        return ThinArchive.named(name);
    }

    /** Whether it lacks something that its course had. */
    public boolean incomplete() {
        return row != null && row.result() == Result.WARNING;
    }
}
