package org.coursebackup.compare;

import java.io.IOException;

/** A file is not an archive, or a document in it is not XML; the message says which and why. */
final class UnreadableArchiveException extends IOException {
    UnreadableArchiveException(String what, Throwable cause) {
        super(what, cause);
    }
}
