package org.coursebackup.report;

/** There is no such thing; the message says what was looked for and where to look instead. */
final class NotFoundException extends RuntimeException {
    NotFoundException(String message) {
        super(message);
    }
}
