package org.coursebackup.web;

import org.coursebackup.language.Text;

/** A request is not answered as asked; the message says why. */
final class RequestException extends RuntimeException {
    private final int status;
    private final transient Text text;

    /** @param status HTTP status */
    RequestException(int status, Text text) {
        super(text.toString());
        this.status = status;
        this.text = text;
    }

    int status() {
        return status;
    }

    /** The message, in any language. */
    Text text() {
        return text;
    }
}
