package org.coursebackup.testsupport;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * An XFS file system in a file, mounted over a folder. Only root may mount, and mkfs.xfs has to be there; elsewhere the
 * test is skipped, in words.
 */
public final class ReflinkFileSystem implements AutoCloseable {
    private final Path folder;
    private final Path image;

    private ReflinkFileSystem(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
    }

    /** Over an empty folder, with so many megabytes (at least 300). */
    public static ReflinkFileSystem over(Path folder, int megabytes) throws Exception {
        Path image = TemporaryFolders.create("reflink").resolve("xfs");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(megabytes * 1_048_576L);
        }
        boolean made = command("mkfs.xfs", "-q", "-m", "reflink=1", image.toString())
                && command("mount", "-o", "loop", image.toString(), folder.toString());
        if (!made) {
            TemporaryFolders.delete(image.getParent());
            System.err.println("NOT TRIED: this needs root, mkfs.xfs (Debian: xfsprogs) and loop devices.");
        }
        Assumptions.assumeTrue(made, "no XFS can be mounted here");
        return new ReflinkFileSystem(folder, image);
    }

    /** Bytes in use, once all is written. */
    public long used() throws Exception {
        command("sync", "-f", folder.toString());
        FileStore store = Files.getFileStore(folder);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private static boolean command(String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @Override
    public void close() {
        command("umount", "-l", folder.toString());
        TemporaryFolders.delete(image.getParent());
    }
}
