package org.coursebackup.deliver;

/** What was to be sent is no longer there. */
final class GoneException extends Exception {
    GoneException(String message) {
        super(message);
    }
}
