package org.coursebackup.history;

/**
 * What became of the courses of a run.
 *
 * @param failed those that failed or were interrupted
 * @param bytes of the archives published
 */
public record RunTotals(int ok, int warned, int skipped, int failed, long bytes) {
    /** Before the first course. */
    public static final RunTotals NONE = new RunTotals(0, 0, 0, 0, 0);

    /** Courses that are told of. */
    public int courses() {
        return ok + warned + skipped + failed;
    }
}
