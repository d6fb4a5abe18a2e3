package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.schedule.NextStart;

/**
 * The site at a glance.
 *
 * @param ages courses by the age of their newest good archive
 * @param statuses courses by Moodle's status
 * @param running the run in progress, or null
 * @param last the last run that ended, or null
 * @param nextStart start of the next run; the epoch for never
 * @param readings how many archives are damaged, and when the one was read that was not read for longest
 * @param stopped ids of routes that somebody stopped, so that runs wait
 * @param trouble what prevents a run at present, each with what to do
 * @param atRisk number of courses that somebody should look at
 * @param notices what a run waits for, and what there is to know about definitions and proofs, each with what to do
 */
public record SiteView(
        Instant now,
        String site,
        Ages ages,
        Map<String, Long> statuses,
        Live.Progress running,
        RunRow last,
        @JsonUnwrapped Space space,
        Instant nextStart,
        SiteFigures.Readings readings,
        List<String> stopped,
        List<String> trouble,
        long atRisk,
        List<String> notices) {
    /** Time until the next start; null for never. */
    public Duration untilStart() {
        return nextStart.equals(NextStart.NEVER) ? null : Duration.between(now, nextStart);
    }

    /** Bytes of the disk that the archives go to; -1 if unknown. */
    public record Space(long free, long total) {
        static final Space UNKNOWN = new Space(-1, -1);
    }
}
