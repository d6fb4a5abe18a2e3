package org.coursebackup.run;

/**
 * The figures of a run, at its end or in progress.
 *
 * @param offered courses selected so far
 * @param complete whether the selection is complete, so that {@code offered} is final
 * @param done courses done
 * @param bytes size of the archives published
 * @param interrupted whether the run was stopped before its end
 */
public record RunSummary(
        long runId,
        int offered,
        boolean complete,
        int done,
        int ok,
        int warned,
        int skipped,
        int failed,
        long bytes,
        boolean interrupted) {

    /** The exit code for the result: 0 all good, 1 a course failed, 3 a warning, 130 interrupted. */
    public int exitCode() {
        if (interrupted) {
            return 130;
        }
        return failed > 0 ? 1 : warned > 0 ? 3 : 0;
    }
}
