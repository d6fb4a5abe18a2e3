package org.coursebackup.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock between processes of one machine, or of those that share a folder. It belongs to the process: the operating
 * system frees it however the process ends, so there are no stale locks. The file's text is only for people to read.
 */
final class LockFile {
    private static final int OWNER_AT = 1;
    /** A link could make the owner's name overwrite another file of this user. */
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> MAKE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    /**
     * What this process holds, with its owners. To open such a file once more and close it would free the lock: so
     * POSIX has it.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final boolean forAll;
    private FileChannel channel;

    /**
     * @param file in a folder that exists
     * @param forAll whether other users of the machine may take the lock, too
     */
    LockFile(Path file, boolean forAll) {
        this.file = file.toAbsolutePath().normalize();
        this.forAll = forAll;
    }

    /**
     * @param owner what others are told while this holds the lock
     * @throws RunActiveException if another has it; says who
     */
    synchronized void acquire(String owner) throws RunActiveException, IOException {
        String here = HELD.putIfAbsent(file, owner);
        if (here != null) {
            throw new RunActiveException(here);
        }
        try {
            channel = lock(owner);
        } finally {
            if (channel == null) {
                HELD.remove(file);
            }
        }
    }

    private FileChannel lock(String owner) throws RunActiveException, IOException {
        FileChannel opened = open();
        try {
            // only the first byte is locked: where locks are mandatory the owner's name remains readable
            FileLock lock = opened.tryLock(0, OWNER_AT, false);
            if (lock == null) {
                throw new RunActiveException(owner(opened));
            }
            opened.truncate(OWNER_AT);
            opened.write(ByteBuffer.wrap(("#" + owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return opened;
        } catch (OverlappingFileLockException thisProcess) {
            opened.close();
            throw new RunActiveException("in this process");
        } catch (RunActiveException | IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    synchronized void release() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // closing is all that can be done, and the lock ends with the process at the latest
            }
            channel = null;
            HELD.remove(file);
        }
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, OPEN);
        } catch (NoSuchFileException first) {
            return make();
        }
    }

    private FileChannel make() throws IOException {
        try {
            FileChannel made = FileChannel.open(file, MAKE);
            if (forAll && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                // whatever the umask says
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            return made;
        } catch (FileAlreadyExistsException meanwhile) {
            return FileChannel.open(file, OPEN);
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(300);
        channel.read(text, OWNER_AT);
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).trim();
        return owner.isEmpty() ? "in another process" : owner;
    }
}
