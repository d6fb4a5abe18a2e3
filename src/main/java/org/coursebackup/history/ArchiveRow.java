package org.coursebackup.history;

/**
 * One published archive.
 *
 * @param location where it was published, a path or an address
 * @param made epoch seconds
 * @param removed when retention removed it, epoch seconds; otherwise null
 */
public record ArchiveRow(
        long runId, long courseId, String location, Result result, long bytes, long started, long made, Long removed) {}
