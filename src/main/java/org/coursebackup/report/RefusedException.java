package org.coursebackup.report;

/** What was asked can't be done now or not like this; the message says why. */
final class RefusedException extends RuntimeException {
    private final int status;

    /** @param status of HTTP */
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
