package org.coursebackup.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/** Folders for what JUnit's {@code @TempDir} cannot reach: sites that several tests share, and properties. */
public final class TemporaryFolders {
    private static Path root;

    private TemporaryFolders() {}

    /** A new, empty folder; it is deleted with the process at the latest. */
    public static synchronized Path create(String name) throws IOException {
        if (root == null) {
            Path made = Files.createTempDirectory("course-backup-tests");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made), "delete temporary folders"));
            root = made;
        }
        return Files.createTempDirectory(root, name);
    }

    /** Deletes a folder with everything in it. */
    public static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException stays) {
            System.err.println("Cannot delete " + folder + ": " + stays);
        }
    }
}
