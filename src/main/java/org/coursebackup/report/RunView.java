package org.coursebackup.report;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.coursebackup.history.Outcome;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Effort;
import org.coursebackup.history.SiteFigures.Stretch;

/**
 * One run.
 *
 * @param stretch length of a stretch
 * @param throughput what was done in each stretch; empty ones are left out
 */
public record RunView(
        RunRow run,
        @JsonUnwrapped Effort effort,
        @JsonProperty("stretchSeconds") Duration stretch,
        List<Stretch> throughput) {
    /** A page of the runs, newest first; {@code more} tells whether there are older ones. */
    public record Page(int page, int size, boolean more, List<RunRow> runs) {}

    /** A page of a run's courses. */
    public record Courses(long total, int page, int size, List<Outcome> courses) {}
}
