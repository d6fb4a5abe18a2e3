package org.coursebackup.report;

import java.util.List;

import org.coursebackup.history.SiteDay;

/**
 * What the overview says beyond the figures of {@link SiteView}.
 *
 * @param days the last 90 days as far as they are known, oldest first
 * @param duration of the latest runs, in seconds
 * @param bytes size of the archives that they published
 * @param statements SQL statements sent for their courses
 * @param outlook when the room for archives will be used up
 * @param machines that made runs in the last 30 days
 * @param exclusions courses that somebody excluded from being backed up
 */
public record OverviewView(
        Story story,
        List<SiteDay> days,
        Trend duration,
        Trend bytes,
        Trend statements,
        Outlook outlook,
        List<Machine> machines,
        ExclusionsView exclusions) {}
