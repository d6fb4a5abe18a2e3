package org.coursebackup.retention;

import java.time.Instant;

/**
 * An archive of a course as retention sees it.
 *
 * @param begun when its making began, which is the moment whose content it holds
 */
public record StoredArchive(String fileName, Instant begun, Quality quality) {
    /** How far an archive can be relied on. */
    public enum Quality {
        /** Verified and complete. */
        GOOD,
        /**
         * Verified, but something of the course is not in it (status 4): it must not push out the newest complete one.
         */
        WARNINGS
    }
}
