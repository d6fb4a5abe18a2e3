package org.coursebackup.run;

import org.coursebackup.history.RunTotals;

/**
 * The figures of a run, at its end or in progress. Route files read them as {@code ${body.offered}},
 * {@code ${body.failed}} and so on.
 *
 * @param offered courses selected so far
 * @param complete whether the selection is complete, so that {@code offered} is final
 * @param done courses done
 * @param interrupted whether the run was stopped before its end
 */
public record RunSummary(long runId, int offered, boolean complete, int done, RunTotals totals, boolean interrupted) {

    public int ok() {
        return totals.ok();
    }

    public int warned() {
        return totals.warned();
    }

    /** Courses whose newest good archive still holds what they are. */
    public int unchanged() {
        return totals.unchanged();
    }

    public int skipped() {
        return totals.skipped();
    }

    public int failed() {
        return totals.failed();
    }

    /** Size of the archives published. */
    public long bytes() {
        return totals.bytes();
    }

    /** The exit code for the result: 0 all good, 1 a course failed, 3 a warning, 130 interrupted. */
    public int exitCode() {
        if (interrupted) {
            return 130;
        }
        return failed() > 0 ? 1 : warned() > 0 ? 3 : 0;
    }
}
