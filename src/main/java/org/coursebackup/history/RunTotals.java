package org.coursebackup.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How the courses of a run ended.
 *
 * @param unchanged courses whose newest good archive still holds what they are
 * @param skipped courses skipped by a rule
 * @param failed courses that failed or were interrupted
 * @param bytes size of the archives published
 * @param traffic how the contents of files got into them
 */
public record RunTotals(
        int ok,
        int warned,
        int unchanged,
        int skipped,
        int failed,
        long bytes,
        @JsonUnwrapped Traffic traffic) {
    /** Before the first course. */
    public static final RunTotals NONE = new RunTotals(0, 0, 0, 0, 0, 0);

    /** Without contents of files. */
    public RunTotals(int ok, int warned, int unchanged, int skipped, int failed, long bytes) {
        this(ok, warned, unchanged, skipped, failed, bytes, Traffic.NONE);
    }

    /** Courses that are reported. */
    public int courses() {
        return ok + warned + unchanged + skipped + failed;
    }
}
