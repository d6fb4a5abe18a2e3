package org.coursebackup.report;

import java.util.List;

import org.coursebackup.history.Outcome;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Stretch;

/**
 * One run.
 *
 * @param statements SQL statements sent for its courses
 * @param millis time spent on its courses, by all workers together
 * @param stretchSeconds length of a stretch
 * @param throughput what was done in each stretch; empty ones are left out
 */
public record RunView(RunRow run, long statements, long millis, long stretchSeconds, List<Stretch> throughput) {
    /** A page of the runs, newest first; {@code more} tells whether there are older ones. */
    public record Page(int page, int size, boolean more, List<RunRow> runs) {}

    /** A page of a run's courses. */
    public record Courses(long total, int page, int size, List<Outcome> courses) {}
}
