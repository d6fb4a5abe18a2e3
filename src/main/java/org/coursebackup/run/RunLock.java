package org.coursebackup.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.coursebackup.store.TargetException;

/**
 * One run at a time for a target folder, between processes too. The lock belongs to the process: the operating system
 * frees it however the process ends, so there are no stale locks. The file's text is only for people to read.
 */
public final class RunLock {
    private static final int OWNER_AT = 1;

    private final Path file;
    private FileChannel channel;

    /** @param folder where the archives go; must exist */
    public RunLock(Path folder) {
        this.file = folder.resolve(".run.lock");
    }

    /**
     * @throws RunActiveException if a run is active; says whose
     * @throws TargetException if the folder can't be written to
     */
    public synchronized void acquire(String owner) throws RunActiveException, IOException {
        if (channel != null) {
            throw new RunActiveException("in this process");
        }
        FileChannel opened = open();
        try {
            // only the first byte is locked: where locks are mandatory the owner's name remains readable
            FileLock lock = opened.tryLock(0, OWNER_AT, false);
            if (lock == null) {
                throw new RunActiveException(owner(opened));
            }
        } catch (OverlappingFileLockException thisProcess) {
            opened.close();
            throw new RunActiveException("in this process");
        } catch (RunActiveException | IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
        opened.truncate(OWNER_AT);
        opened.write(ByteBuffer.wrap(("#" + owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        channel = opened;
    }

    public synchronized void release() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // closing is all that can be done, and the lock ends with the process at the latest
            }
            channel = null;
        }
    }

    private FileChannel open() throws TargetException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw TargetException.of(file.toAbsolutePath().normalize().getParent(), e);
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(200);
        channel.read(text, OWNER_AT);
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).trim();
        return owner.isEmpty() ? "in another process" : owner;
    }
}
