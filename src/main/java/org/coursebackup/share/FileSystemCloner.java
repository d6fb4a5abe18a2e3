package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clones by Linux' {@code FICLONERANGE} (see {@code ioctl_ficlonerange(2)}), which either shares the blocks or fails.
 * The other call, {@code copy_file_range}, which a current JDK's {@code FileChannel.transferTo} uses, copies where it
 * cannot clone and does not tell, so that nobody would know what was saved.
 *
 * <p>A pair of file systems that refused for good is not asked again until the program is started anew. Thread-safe.
 */
public final class FileSystemCloner implements BlockCloner {
    private static final Logger LOG = LoggerFactory.getLogger(FileSystemCloner.class);
    /** File systems that can clone, or that hand the call on to one. Others are not asked, and no library is loaded. */
    private static final Set<String> ABLE =
            Set.of("xfs", "btrfs", "bcachefs", "zfs", "ocfs2", "nfs", "nfs4", "overlay", "cifs", "smb3");

    private final Call call;
    private final Kinds kinds;
    private final Map<Pair, Boolean> refused = new ConcurrentHashMap<>();

    private record Pair(Object source, Object target) {}

    /** Of which kind a file system is. */
    @FunctionalInterface
    interface Kinds {
        /** As in the list of mounted ones, such as {@code xfs}. */
        String of(Path file) throws IOException;
    }

    /** The system's call. */
    @FunctionalInterface
    interface Call {
        /** @return 0, or the error's number */
        int clone(Path source, long from, Path target, long to, long bytes);

        /** Nothing more is cloned into that file. */
        default void done(Path target) {}
    }

    public FileSystemCloner() {
        this(new LinuxCall(), file -> Files.getFileStore(file).type());
    }

    FileSystemCloner(Call call, Kinds kinds) {
        this.call = call;
        this.kinds = kinds;
    }

    @Override
    public boolean within(Path file) {
        return !refused(pair(file, file), file, file);
    }

    private boolean refused(Pair pair, Path source, Path target) {
        return pair == null || refused.computeIfAbsent(pair, unknown -> !able(source, target));
    }

    @Override
    public boolean clone(Path source, long from, Path target, long to, long bytes) throws IOException {
        Pair pair = pair(source, target);
        if (refused(pair, source, target)) {
            return false;
        }
        int error = call.clone(source, from, target, to, bytes);
        if (Errors.full(error)) {
            throw Errors.failure(target, error);
        }
        if (Errors.forGood(error)) {
            refused.put(pair, true);
            LOG.info(
                    "Contents are copied from {} to {} instead of being shared: the file systems can't ({}).",
                    source.getParent(),
                    target.getParent(),
                    Errors.words(error));
        } else if (error != 0) {
            LOG.debug("{} and {} can't share blocks now ({}); they are copied.", source, target, Errors.words(error));
        }
        return error == 0;
    }

    @Override
    public void done(Path target) {
        call.done(target);
    }

    /** The devices of both files; null where there is no such thing, as on Windows. */
    private static Pair pair(Path source, Path target) {
        try {
            return new Pair(device(source), device(target));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException none) {
            return null;
        }
    }

    private static Object device(Path file) throws IOException {
        return Files.getAttribute(file, "unix:dev");
    }

    private boolean able(Path source, Path target) {
        try {
            // btrfs gives each subvolume a device of its own, and still clones between them
            return ABLE.contains(kinds.of(source)) && ABLE.contains(kinds.of(target));
        } catch (IOException | RuntimeException unknown) {
            LOG.debug("{} or {} is on no file system that is known ({}).", source, target, unknown.toString());
            return false;
        }
    }
}
