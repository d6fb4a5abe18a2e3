package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Numbers by which Linux says why it did not clone; the same on all architectures that {@link LinuxCall} knows. */
final class Errors {
    static final int EPERM = 1;
    static final int EAGAIN = 11;
    static final int EXDEV = 18;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    private Errors() {}

    /** Copying would fail as well. */
    static boolean full(int error) {
        return error == ENOSPC || error == EDQUOT;
    }

    /** It would be the same for every other file of these file systems. */
    static boolean forGood(int error) {
        return switch (error) {
            case EXDEV, ENOTTY, ENOSYS, EOPNOTSUPP -> true;
            default -> false;
        };
    }

    /** As Java puts it when a write fails for the same reason. */
    static IOException failure(Path target, int error) {
        return new FileSystemException(target.toString(), null, words(error));
    }

    static String words(int error) {
        return switch (error) {
            case EPERM -> "Operation not permitted";
            case EAGAIN -> "Resource temporarily unavailable";
            case EXDEV -> "Invalid cross-device link";
            case EINVAL -> "Invalid argument";
            case ENOTTY, EOPNOTSUPP -> "Operation not supported";
            case ENOSPC -> "No space left on device";
            case ENOSYS -> "this system has no such call";
            case EDQUOT -> "Disk quota exceeded";
            default -> "error " + error;
        };
    }
}
