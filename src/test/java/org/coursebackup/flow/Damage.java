package org.coursebackup.flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/** What happens to files. */
final class Damage {
    private Damage() {}

    static void cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    /** One bit, as somebody changes it who writes to the file. */
    static void alter(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    /** One bit in the middle. */
    static void alter(Path file) throws IOException {
        alter(file, Files.size(file) / 2);
    }

    /** One bit, as a disk changes it: the time stays. */
    static void rot(Path file, long at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        alter(file, at);
        Files.setLastModifiedTime(file, time);
    }
}
