package org.coursebackup.export;

import java.io.IOException;

/** The archive has no such activity. */
public final class NoSuchActivityException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSuchActivityException(String message) {
        super(message);
    }
}
