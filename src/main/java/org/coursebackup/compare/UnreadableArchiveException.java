package org.coursebackup.compare;

import java.io.IOException;

/** An archive, or a document in it, is no such thing; the message says which and why. */
final class UnreadableArchiveException extends IOException {
    UnreadableArchiveException(String what, Throwable cause) {
        super(what, cause);
    }
}
