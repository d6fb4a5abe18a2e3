package org.coursebackup.history;

/**
 * How the courses of a run ended.
 *
 * @param unchanged courses whose newest good archive still holds what they are
 * @param skipped courses skipped by a rule
 * @param failed courses that failed or were interrupted
 * @param bytes size of the archives published
 */
public record RunTotals(int ok, int warned, int unchanged, int skipped, int failed, long bytes) {
    /** Before the first course. */
    public static final RunTotals NONE = new RunTotals(0, 0, 0, 0, 0, 0);

    /** Courses that are reported. */
    public int courses() {
        return ok + warned + unchanged + skipped + failed;
    }
}
