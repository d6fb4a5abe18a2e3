package org.coursebackup.history;

import java.sql.SQLException;

import org.coursebackup.settings.DatabaseTrouble;

/** The history's tables could not be brought up to date; the message says why and what to do. */
final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private HistoryException(String message, Throwable cause) {
        super(message, cause);
    }

    static HistoryException of(RuntimeException failure) {
        Throwable why = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                why = cause;
            }
        }
        return new HistoryException(
                "The tables of the history (history.db.url) could not be brought up to date: "
                        + DatabaseTrouble.firstLine(why)
                        + " Nothing was started. Check that its user may create and change tables, and that there is"
                        + " free space.",
                failure);
    }
}
