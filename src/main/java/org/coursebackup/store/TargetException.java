package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

import org.coursebackup.verify.Printable;

/**
 * The target folder can't take an archive. The message is for the administrator: what failed, the consequence, the next
 * step.
 */
public class TargetException extends IOException {
    private static final long serialVersionUID = 1L;

    private TargetException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether there is no space, or no more that this user may use. */
    public boolean full() {
        String system = getCause() == null
                ? ""
                : String.valueOf(getCause().getMessage()).toLowerCase(Locale.ROOT);
        return system.contains("no space left") || system.contains("quota");
    }

    static TargetException saying(String message) {
        return new TargetException(message, null);
    }

    /**
     * Puts a failure to write to the target folder into words: missing, read-only, full, over quota, or what the system
     * said.
     */
    public static TargetException of(Path folder, IOException failure) {
        String said = String.valueOf(failure.getMessage());
        String system = said.toLowerCase(Locale.ROOT);
        String why;
        if (system.contains("no space left")) {
            why = "is full; free space there or keep fewer archives (keep.*)";
        } else if (system.contains("quota")) {
            why = "is over its disk quota; raise the quota or keep fewer archives (keep.*)";
        } else if (system.contains("read-only")) {
            why = "is on a file system that is mounted read-only; see the system log for the reason"
                    + " and remount it";
        } else if (failure instanceof AccessDeniedException || system.contains("permission denied")) {
            why = "can't be written by the user '" + System.getProperty("user.name") + "'; change its owner or rights";
        } else if (failure instanceof NoSuchFileException || system.contains("no such file")) {
            why = "is missing; create it, or mount what belongs there";
        } else {
            why = "can't be written: " + Printable.reason(failure);
        }
        return new TargetException(
                "The target folder " + folder + " (backup.directory) " + why
                        + ". No archive was published; the course will be tried again.",
                failure);
    }
}
