package org.coursebackup.moodleconfig;

/** PHP that this reader does not know; the message names it. */
final class NotUnderstoodException extends Exception {
    private final int line;

    NotUnderstoodException(String what, int line) {
        super(what);
        this.line = line;
    }

    int line() {
        return line;
    }
}
