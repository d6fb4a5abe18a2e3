package org.coursebackup.history;

import java.time.Instant;

/**
 * One published archive.
 *
 * @param location where it was published, a path or an address
 * @param removed when retention removed it; otherwise null
 */
public record ArchiveRow(
        long runId,
        long courseId,
        String location,
        Result result,
        long bytes,
        Instant started,
        Instant made,
        Instant removed) {}
