package org.coursebackup.archive;

/** A course can't be archived; the message tells an administrator what failed, the consequence and the next step. */
public class ArchiveException extends Exception {
    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
