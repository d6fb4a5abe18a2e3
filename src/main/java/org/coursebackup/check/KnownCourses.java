package org.coursebackup.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.settings.Problem;

/** Whether courses named on the command line exist. */
public final class KnownCourses {
    private KnownCourses() {}

    /** One problem for each id without a course. */
    public static List<Problem> unknown(MoodleCourses courses, Set<Long> ids) {
        return new TreeSet<>(ids)
                .stream()
                        .filter(id -> courses.find(id).isEmpty())
                        .map(id -> new Problem(
                                "--course " + id,
                                "there is no course with this id, so nothing was backed up."
                                        + " The id is the number after course/view.php?id= in its"
                                        + " address; 'status' lists all."))
                        .toList();
    }
}
