package org.coursebackup.report;

/** What was asked can't be done now; the message says why. */
public final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
        super(message);
    }
}
