package org.coursebackup.flow;

/** A run could not begin, since a database is away; it may be there at another time. */
public final class NotBegunException extends FlowException {
    private static final long serialVersionUID = 1;

    NotBegunException(String message, Throwable cause) {
        super(message, cause);
    }
}
