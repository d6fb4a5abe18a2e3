package org.coursebackup.status;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.CourseEntry.LastRun;
import org.coursebackup.history.Exclusion;
import org.coursebackup.history.GoodArchive;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourse;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.status.CourseStatus.Newest;

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
        Map<Long, CourseEntry> known = new HashMap<>();
        history.eachCourse(course -> known.put(course.id(), course));
        Map<Long, Exclusion> excluded = history.exclusions(clock.instant());
        List<CourseStatus> courses = new ArrayList<>();
        moodle.each(course -> courses.add(course(course, known.get(course.id()), excluded.get(course.id()))));
        courses.sort(CourseStatus.WORST_FIRST);
        return courses;
    }

    /** @param known null for a course that the history knows nothing about */
    private CourseStatus course(MoodleCourse course, CourseEntry known, Exclusion excluded) {
        int status = course.statusNumber();
        return new CourseStatus(
                course.id(),
                course.shortname(),
                status,
                CourseStatus.meaning(status),
                known == null ? null : reason(known.last(), status),
                course.lastStart(),
                course.lastEnd(),
                course.nextStart(),
                known == null || !known.good().exists() ? Newest.NONE : newest(known.good()),
                excluded);
    }

    /** The reason belongs to the status recorded with it; Moodle itself may have changed the status since. */
    private static String reason(LastRun last, int status) {
        return last.result() != null
                        && String.valueOf(status).equals(last.result().status())
                ? last.reason()
                : null;
    }

    private Newest newest(GoodArchive good) {
        return new Newest(good.made(), good.age(clock.instant()), good.bytes());
    }
}
