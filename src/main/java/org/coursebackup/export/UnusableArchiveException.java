package org.coursebackup.export;

import java.io.IOException;

/** An archive is damaged, or not what was made; the message says how. */
final class UnusableArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableArchiveException(String message) {
        super(message);
    }
}
