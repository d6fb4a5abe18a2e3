package org.coursebackup.run;

import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.settings.DatabaseTrouble;

/** Says in one line why something failed, for people. */
public final class Reason {
    private Reason() {
    }

    /** The sentence of the cause that knows most: ours, else the database's, else the innermost. */
    public static String of(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArchiveException || ours(cause)) {
                return cause.getMessage();
            }
            if (cause instanceof SQLException) {
                return "The database refused or went away: " + DatabaseTrouble.firstLine(cause);
            }
            innermost = cause;
        }
        return expected(innermost) ? DatabaseTrouble.firstLine(innermost) : innermost.getClass().getSimpleName() + ": "
                + DatabaseTrouble.firstLine(innermost);
    }

    /** Whether a stack trace would help nobody: the sentence says all. */
    public static boolean expected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArchiveException || cause instanceof SQLException || ours(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ours(Throwable cause) {
        return cause.getClass().getName().startsWith("org.coursebackup.") && cause.getMessage() != null;
    }
}
