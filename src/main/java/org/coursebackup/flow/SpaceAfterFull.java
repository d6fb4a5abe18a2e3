package org.coursebackup.flow;

import java.util.OptionalLong;

/** How much space a full target folder must have again before a run goes on; in bytes. */
final class SpaceAfterFull {
    private static final long LEAST = 100_000_000;
    private static final long UNKNOWN = 1_000_000_000;

    private SpaceAfterFull() {}

    /**
     * Twice what the newest archive of the course that found it full has: its next one takes some more, and others are
     * made beside it. For a course without any it is 1 GB, or a tenth of a small file system.
     *
     * @param newest size of the course's newest archive
     * @param all size of the file system
     */
    static long of(OptionalLong newest, long all) {
        return newest.isPresent()
                ? Math.max(LEAST, 2 * newest.getAsLong())
                : Math.max(LEAST, Math.min(UNKNOWN, all / 10));
    }
}
