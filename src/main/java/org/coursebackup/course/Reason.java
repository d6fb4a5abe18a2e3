package org.coursebackup.course;

import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.settings.DatabaseTrouble;

/** Says in one line why something failed, for people. */
public final class Reason {
    private Reason() {}

    /** The sentence of the most telling cause: ours, otherwise the database's, otherwise the innermost. */
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
        if (targets(failure)) {
            return "The target (backup.target) did not accept the archive: " + DatabaseTrouble.firstLine(failure)
                    + (innermost == failure ? "" : " " + DatabaseTrouble.firstLine(innermost))
                    + " No archive was published; the course will be tried again.";
        }
        return expected(innermost)
                ? DatabaseTrouble.firstLine(innermost)
                : innermost.getClass().getSimpleName() + ": " + DatabaseTrouble.firstLine(innermost);
    }

    /** The same of a server that was asked for something else than to take an archive. */
    public static String ofServer(Throwable failure) {
        if (!targets(failure)) {
            return of(failure);
        }
        Throwable innermost = innermost(failure);
        String said = DatabaseTrouble.firstLine(failure);
        return innermost == failure ? said : said + " " + DatabaseTrouble.firstLine(innermost);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a stack trace would help nobody because the sentence says it all. */
    public static boolean expected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArchiveException || cause instanceof SQLException || ours(cause)) {
                return true;
            }
        }
        return targets(failure);
    }

    /** Whether the failure comes from a server to which archives are sent. */
    private static boolean targets(Throwable failure) {
        String name = failure.getClass().getName();
        return name.startsWith("org.apache.camel.component.file.") || name.startsWith("software.amazon.awssdk.");
    }

    private static boolean ours(Throwable cause) {
        return cause.getClass().getName().startsWith("org.coursebackup.") && cause.getMessage() != null;
    }
}
