package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An earlier archive of a course whose contents a new one can share, as long as nobody touches the file.
 *
 * @param file on the file system of the new one
 * @param stamp of the file when it was last read back completely, or when it was made of what had been
 * @param readSince since when all of it was read back; null if its contents have to be read again tonight
 * @param contents those that can be shared, by the names of their entries
 */
public record EarlierArchive(Path file, String stamp, Instant readSince, Map<String, SharedContent> contents) {
    /** Whether its contents need not be read again tonight. */
    public boolean relied() {
        return readSince != null;
    }

    /** The content of an entry; empty if it cannot be shared. */
    public Optional<SharedContent> content(String name) {
        return Optional.ofNullable(contents.get(name));
    }

    /** Whether the file is still the one that it was. */
    public boolean untouched() {
        try {
            return FileStamp.of(file).equals(stamp);
        } catch (IOException gone) {
            return false;
        }
    }
}
