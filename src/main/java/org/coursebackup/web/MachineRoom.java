package org.coursebackup.web;

import java.util.List;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.report.LatestCheck;
import org.coursebackup.report.LogTail;
import org.coursebackup.settings.ShownSettings.Shown;

/**
 * What administrators look at when something is wrong: settings, a check, the log. Only for who is logged in.
 *
 * @param settings as they are in effect, without secrets
 * @param check everything a run needs, routes and SQL included, which takes seconds
 * @param log its last lines
 */
record MachineRoom(List<Shown> settings, LatestCheck<List<CheckFinding>> check, LogTail log) {
    /** A finding of the check, as JSON. */
    record Finding(String where, String what, boolean obstacle) {}

    static List<Finding> json(List<CheckFinding> findings) {
        return findings.stream()
                .map(finding ->
                        new Finding(finding.problem().where(), finding.problem().message(), finding.obstacle()))
                .toList();
    }
}
