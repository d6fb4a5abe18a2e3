package org.coursebackup.store;

import java.time.Instant;
import java.util.Optional;

/** A place does not let a file be deleted, and would not if it were asked again soon. */
public final class UndeletableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Instant until;

    UndeletableException(String message, Throwable cause) {
        super(message, cause);
        this.until = null;
    }

    /** Locked until then. */
    UndeletableException(Instant until) {
        super("it is locked until " + until);
        this.until = until;
    }

    /** When it can be deleted; empty if that is not known. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }
}
