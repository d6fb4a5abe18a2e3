package org.coursebackup.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.Result;
import org.coursebackup.history.RunRow;
import org.coursebackup.status.CourseStatus;

/**
 * What there is to say about a run. Lists are cut off at {@value #MOST} courses, so that a mail remains readable; the
 * counts include all.
 */
record RunNews(
        String site,
        RunRow run,
        List<Outcome> failed,
        List<Outcome> warned,
        List<CourseStatus> atRisk,
        int atRiskCount,
        int riskDays,
        List<String> notices) {
    static final int MOST = 50;
    private static final int PAGE = 500;

    /**
     * @param riskDays a course without a good archive for this many days is at risk; 0: none is
     * @param notices what there is to know about the site besides its courses
     */
    static RunNews of(
            String site,
            int riskDays,
            RunRow run,
            HistoryReader history,
            List<CourseStatus> courses,
            List<String> notices) {
        List<Outcome> failed = new ArrayList<>();
        List<Outcome> warned = new ArrayList<>();
        List<Outcome> page;
        int offset = 0;
        do {
            page = history.outcomes(run.id(), PAGE, offset);
            offset += PAGE;
            for (Outcome outcome : page) {
                if (outcome.result() == Result.FAILED || outcome.result() == Result.INTERRUPTED) {
                    put(failed, outcome);
                } else if (outcome.result() == Result.WARNING) {
                    put(warned, outcome);
                }
            }
        } while (page.size() == PAGE);
        List<CourseStatus> risky =
                courses.stream().filter(course -> atRisk(course, riskDays)).toList();
        return new RunNews(
                site,
                run,
                failed,
                warned,
                risky.subList(0, Math.min(MOST, risky.size())),
                risky.size(),
                riskDays,
                notices);
    }

    /** A skipped or excluded course is not at risk: it is left without a new archive on purpose. */
    private static boolean atRisk(CourseStatus course, int days) {
        Duration age = course.good().age();
        boolean old = age == null || age.compareTo(Duration.ofDays(days)) > 0;
        return days > 0 && old && course.status() != 3 && course.excluded() == null;
    }

    private static void put(List<Outcome> list, Outcome outcome) {
        if (list.size() < MOST) {
            list.add(outcome);
        }
    }

    boolean trouble() {
        return run.totals().failed() > 0
                || run.totals().warned() > 0
                || atRiskCount > 0
                || !notices.isEmpty()
                || !run.state().equals("finished");
    }
}
