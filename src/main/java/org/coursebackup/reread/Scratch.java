package org.coursebackup.reread;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

import org.coursebackup.run.Words;

/** A folder for what is fetched from servers, beside the archives; if the process is killed, recovery removes it. */
final class Scratch implements Closeable {
    /** So that courses find some space, too. */
    static final long RESERVE = 100_000_000;

    private final Path folder;
    private final FreeSpace free;

    /** Asks how many bytes can still be written to a folder. */
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    /** @param within the folder in which archives are made */
    Scratch(Path within) throws IOException {
        this(within, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Scratch(Path within, FreeSpace free) throws IOException {
        this.folder = Files.createTempDirectory(within, ".spool-reread-");
        this.free = free;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** @throws IOException if there is not enough room for so many bytes, in words */
    void require(long bytes) throws IOException {
        long room = free.of(folder);
        if (room < bytes + RESERVE) {
            throw new IOException("fetching it takes " + Words.bytes(bytes) + ", and "
                    + folder.toAbsolutePath().getParent() + " has only " + Words.bytes(room)
                    + " left, some of which courses need. Free space there or keep fewer archives (keep.*).");
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
