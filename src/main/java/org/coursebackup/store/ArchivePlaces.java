package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import org.coursebackup.moodle.MoodleDatabase;

/**
 * Finds published archives by the locations that the history has: files of this machine, of a folder in a {@code file:}
 * address, or in Moodle's own file areas. What lies on a server (SFTP, S3) is not looked at.
 */
public final class ArchivePlaces {
    private static final String FOLDER = "file:";

    private final CourseFileRows rows;
    private final Path filedir;

    /** @param filedir Moodle's file pool */
    public ArchivePlaces(MoodleDatabase moodle, Path filedir) {
        this.rows = new CourseFileRows(moodle);
        this.filedir = filedir;
    }

    /** The file with an archive; empty unless it is certainly there and has that size. */
    public Optional<Path> find(String location, long bytes) throws IOException {
        Optional<Path> file = CourseFiles.isLocation(location)
                ? rows.contentHash(CourseFiles.path(location), bytes).map(hash -> MoodlePool.place(filedir, hash))
                : path(location);
        return file.isPresent()
                        && Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)
                        && Files.size(file.get()) == bytes
                ? file
                : Optional.empty();
    }

    /** The file of an archive that is on this machine, or in a folder of it; empty for one elsewhere. */
    public static Optional<Path> path(String location) {
        try {
            Path path = Path.of(location.startsWith(FOLDER) ? location.substring(FOLDER.length()) : location);
            return path.isAbsolute() ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException address) {
            return Optional.empty();
        }
    }
}
