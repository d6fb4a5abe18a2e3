package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is recognised without being read: its size, when it was last written to, and its number in the file
 * system. Whoever writes to it or puts another in its place changes that, unless on purpose; a disk that forgets does
 * not.
 */
public final class FileStamp {
    private FileStamp() {}

    /** Of a regular file; at most 62 characters. */
    public static String of(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + number(file);
    }

    private static Object number(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                : "";
    }
}
