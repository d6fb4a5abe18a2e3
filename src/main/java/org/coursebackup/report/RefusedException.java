package org.coursebackup.report;

/** What was asked can't be done now or not like this; the message says why. */
public final class RefusedException extends RuntimeException {
    private final int status;

    /** @param status of HTTP */
    public RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
