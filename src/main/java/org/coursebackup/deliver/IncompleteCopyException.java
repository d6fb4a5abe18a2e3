package org.coursebackup.deliver;

/** What was sent is not there, or not whole. */
final class IncompleteCopyException extends Exception {
    private static final long serialVersionUID = 1L;

    IncompleteCopyException(String message) {
        super(message);
    }
}
