package org.coursebackup.report;

import java.util.List;
import java.util.Map;

import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Ages;

/**
 * The site at a glance. Times in epoch seconds, sizes in bytes.
 *
 * @param ages courses by the age of their newest good archive
 * @param statuses courses by Moodle's status
 * @param running the run in progress, or null
 * @param last the last run that ended, or null
 * @param free free bytes of the disk that the archives go to; -1 if unknown
 * @param nextStart of the next run; 0 for never
 * @param stopped ids of routes that somebody stopped, so that runs wait
 * @param notices what there is to know of definitions and proofs, each with what to do
 */
public record SiteView(
        long now,
        String site,
        Ages ages,
        Map<String, Long> statuses,
        Live.Progress running,
        RunRow last,
        long free,
        long total,
        long nextStart,
        List<String> stopped,
        List<String> notices) {}
