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

    /** Bytes of files' contents that the archives share with earlier ones, or with the pool. */
    public long cloned() {
        return totals.traffic().cloned();
    }

    /** Bytes of files' contents that were read and written. */
    public long copied() {
        return totals.traffic().copied();
    }

    /** Bytes read, of files' contents and to read archives back. */
    public long bytesRead() {
        return totals.traffic().bytesRead();
    }

    /** The exit code for the result: 0 all good, 1 a course failed, 3 a warning, 130 interrupted. */
    public int exitCode() {
        if (interrupted) {
            return 130;
        }
        return failed() > 0 ? 1 : warned() > 0 ? 3 : 0;
    }
}
