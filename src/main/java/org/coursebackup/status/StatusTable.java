package org.coursebackup.status;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.CourseRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourse;
import org.coursebackup.moodle.MoodleCourses;

/** Combines what Moodle's table and the history say about every course. Holds one small record per course. */
public final class StatusTable {
    private final MoodleCourses moodle;
    private final HistoryReader history;
    private final Clock clock;

    public StatusTable(MoodleCourses moodle, HistoryReader history, Clock clock) {
        this.moodle = moodle;
        this.history = history;
        this.clock = clock;
    }

    /** Every course of the site, worst first. */
    public List<CourseStatus> worstFirst() {
        Map<Long, CourseRow> known = new HashMap<>();
        history.eachCourse(course -> known.put(course.courseId(), course));
        List<CourseStatus> courses = new ArrayList<>();
        moodle.each(course -> courses.add(course(course, known.get(course.id()))));
        courses.sort(CourseStatus.WORST_FIRST);
        return courses;
    }

    private CourseStatus course(MoodleCourse course, CourseRow known) {
        int status = course.statusNumber();
        long good = known == null ? 0 : known.goodMade();
        // the reason belongs to the status recorded with it; Moodle itself may have changed the status since
        String reason = known != null
                        && known.result() != null
                        && String.valueOf(status).equals(known.result().status())
                ? known.reason()
                : null;
        return new CourseStatus(
                course.id(),
                course.shortname(),
                status,
                CourseStatus.meaning(status),
                reason,
                course.lastStart(),
                course.lastEnd(),
                course.nextStart(),
                good,
                good == 0 ? null : clock.instant().getEpochSecond() - good,
                known == null ? 0 : known.goodBytes());
    }
}
