package org.coursebackup.report;

/** There is no such thing; the message says what was looked for and where to look instead. */
public final class NotFoundException extends RuntimeException {
    public NotFoundException(String message) {
        super(message);
    }
}
