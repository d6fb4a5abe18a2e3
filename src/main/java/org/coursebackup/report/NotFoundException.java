package org.coursebackup.report;

/** Something does not exist; the message says what was looked for and where to look instead. */
public final class NotFoundException extends RuntimeException {
    public NotFoundException(String message) {
        super(message);
    }
}
