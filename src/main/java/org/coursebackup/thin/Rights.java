package org.coursebackup.thin;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Permissions of new files and folders with personal data, whatever the umask; none where there are no such ones. */
public final class Rights {
    private Rights() {}

    /** Of an archive, or a part of one: nobody but owner and group may read it. */
    public static FileAttribute<?>[] ofFile(Path file) {
        return of(file, "rw-r-----");
    }

    /** Of a folder with such files. */
    public static FileAttribute<?>[] ofFolder(Path folder) {
        return of(folder, "rwxr-x---");
    }

    /** Of a file for its owner alone. */
    public static FileAttribute<?>[] ofOwner(Path file) {
        return of(file, "rw-------");
    }

    private static FileAttribute<?>[] of(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
