package org.coursebackup.reread;

/** What lies on a server could not be looked at now; that says nothing about it. */
final class PlaceAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    PlaceAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
