package org.coursebackup.deliver;

/** What was to be sent no longer exists. */
final class GoneException extends Exception {
    GoneException(String message) {
        super(message);
    }
}
