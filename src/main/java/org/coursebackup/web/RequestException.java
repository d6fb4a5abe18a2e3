package org.coursebackup.web;

/** A request is not answered as asked; the message says why. */
final class RequestException extends RuntimeException {
    private final int status;

    /** @param status HTTP status */
    RequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
