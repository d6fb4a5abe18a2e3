package org.coursebackup.testsupport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.coursebackup.share.BlockCloner;

/**
 * Does on any file system what cloning does on those that can, by copying, and asks as much as they do. What it does
 * not copy itself nobody else may have: a test sees by {@link #cloned} what was cloned.
 */
public final class FakeCloner implements BlockCloner {
    /** Sources, in order. */
    public final List<Path> cloned = new ArrayList<>();
    /** Happens before each. */
    public Before before = source -> true;

    public int calls;
    /** What it says of every folder. */
    public boolean within = true;
    /** Whether it says that it has cloned what it has not. */
    public boolean lies;

    /** What a test makes happen. */
    public interface Before {
        /** @return whether it is cloned; false if it is refused */
        boolean clone(Path source) throws IOException;
    }

    @Override
    public boolean within(Path file) {
        return within;
    }

    @Override
    public synchronized boolean clone(Path source, long from, Path target, long to, long bytes) throws IOException {
        calls++;
        if (!before.clone(source)
                || from % BLOCK != 0
                || to % BLOCK != 0
                || bytes % BLOCK != 0
                || bytes == 0
                || !Files.isRegularFile(source)
                || from + bytes > Files.size(source)) {
            return false;
        }
        ByteBuffer room = ByteBuffer.allocate((int) bytes);
        try (FileChannel in = FileChannel.open(source);
                FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            while (room.hasRemaining()) {
                in.read(room, from + room.position());
            }
            room.flip();
            if (lies) {
                room.put(0, (byte) (room.get(0) ^ 1));
            }
            while (room.hasRemaining()) {
                out.write(room, to + room.position());
            }
        }
        cloned.add(source);
        return true;
    }
}
