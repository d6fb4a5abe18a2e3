package org.coursebackup.retention;

import java.time.Instant;

/**
 * An archive of a course as retention sees it.
 *
 * @param begun when making it began, which is the moment whose content it holds
 * @param asOf the latest time at which the course was what it holds: it has no other archive of the time until then
 * @param pinned the reason to keep it if somebody pinned it; null otherwise
 */
public record StoredArchive(String fileName, Instant begun, Instant asOf, Quality quality, String pinned) {
    public StoredArchive(String fileName, Instant begun, Quality quality) {
        this(fileName, begun, begun, quality, null);
    }

    /** How far an archive can be trusted. */
    public enum Quality {
        /** Verified and complete. */
        GOOD,
        /** Verified, but lacks something of the course (status 4): it must not push out the newest complete one. */
        WARNINGS,
        /** Found damaged since: it takes no other's place, and stays only as long as it would if it were good. */
        DAMAGED
    }
}
