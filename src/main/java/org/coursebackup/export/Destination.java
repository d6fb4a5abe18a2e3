package org.coursebackup.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.coursebackup.store.ArchiveName;

/**
 * The file that is to be: written under another name, which it has until it is whole. Closing it removes what has not
 * got its name.
 */
public final class Destination implements Closeable {
    private final Path file;
    private final boolean overwrite;
    private final Path part;

    /**
     * @param overwrite whether a file that is there may be replaced, at the end
     * @throws FileAlreadyExistsException if there is one, or one is being written there
     */
    public Destination(Path file, boolean overwrite) throws IOException {
        this.file = file.toAbsolutePath().normalize();
        this.overwrite = overwrite;
        this.part = this.file.resolveSibling(this.file.getFileName() + ArchiveName.PART);
        if (!overwrite) {
            refuse(this.file);
        }
        refuse(part);
    }

    private static void refuse(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** What it will be called. */
    public Path file() {
        return file;
    }

    /** What it is called until then; nothing is there yet. */
    Path part() {
        return part;
    }

    /**
     * Gives the file its name.
     *
     * @throws FileAlreadyExistsException if somebody else took the name meanwhile, and it must not be replaced
     */
    void place() throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        if (overwrite) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            // a link, unlike a rename, never replaces anything
            Files.createLink(file, part);
            Files.delete(part);
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException noLinks) {
            if (noLinks instanceof FileAlreadyExistsException taken) {
                throw taken;
            }
            Files.move(part, file);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(part);
    }
}
