package org.coursebackup.share;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ioctl(FICLONERANGE)} of the C library. Where that can't be reached (another system, a processor on which the
 * call has another number, a temporary folder from which no library may be loaded) every call ends with ENOSYS.
 */
final class LinuxCall implements FileSystemCloner.Call {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxCall.class);
    /** Those with Linux' generic numbers of calls. */
    private static final Set<String> PROCESSORS =
            Set.of("amd64", "x86_64", "aarch64", "riscv64", "s390x", "loongarch64");

    private static final long FICLONERANGE = 0x4020940DL;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;
    /** {@code struct file_clone_range}: four numbers of 64 bits. */
    private static final int ARGUMENT = 32;

    /** Files being cloned into: XFS keeps room behind the end of one that was closed and opened again and again. */
    private final Map<Path, Integer> targets = new ConcurrentHashMap<>();

    private record Library(Function open, Function ioctl, Function close) {}

    /** Loaded when it is first needed: that takes a tenth of a second. */
    private static final class Loaded {
        static final Library LIBRARY = load();

        private static Library load() {
            if (!System.getProperty("os.name").equals("Linux") || !PROCESSORS.contains(System.getProperty("os.arch"))) {
                return null;
            }
            try {
                NativeLibrary c = NativeLibrary.getInstance("c");
                return new Library(function(c, "open"), function(c, "ioctl"), function(c, "close"));
            } catch (LinkageError | RuntimeException unusable) {
                LOG.info("Archives can't share blocks: the C library can't be called ({}).", unusable.toString());
                return null;
            }
        }

        private static Function function(NativeLibrary library, String name) {
            return library.getFunction(name, Function.C_CONVENTION | Function.THROW_LAST_ERROR);
        }
    }

    @Override
    public int clone(Path source, long from, Path target, long to, long bytes) {
        if (Loaded.LIBRARY == null) {
            return Errors.ENOSYS;
        }
        try {
            return clone(Loaded.LIBRARY, source, from, target, to, bytes);
        } catch (LastErrorException failure) {
            return failure.getErrorCode();
        }
    }

    @Override
    public void done(Path target) {
        Integer out = targets.remove(target);
        if (out != null) {
            Loaded.LIBRARY.close().invokeInt(new Object[] {out});
        }
    }

    private int clone(Library library, Path source, long from, Path target, long to, long bytes) {
        int out = targets.computeIfAbsent(target, file -> open(library, file, O_WRONLY));
        int in = open(library, source, O_RDONLY);
        try (Memory range = new Memory(ARGUMENT)) {
            range.setLong(0, in);
            range.setLong(8, from);
            range.setLong(16, bytes);
            range.setLong(24, to);
            library.ioctl().invokeInt(new Object[] {out, new NativeLong(FICLONERANGE), range});
        } finally {
            library.close().invokeInt(new Object[] {in});
        }
        return 0;
    }

    private static int open(Library library, Path file, int mode) {
        // as Java itself encodes paths for the system
        byte[] path = Native.toByteArray(file.toString(), System.getProperty("sun.jnu.encoding"));
        return library.open().invokeInt(new Object[] {path, mode | O_CLOEXEC});
    }
}
