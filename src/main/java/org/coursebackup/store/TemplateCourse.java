package org.coursebackup.store;

import java.time.Instant;
import java.util.Optional;

import org.coursebackup.moodle.MoodleDatabase;

/**
 * What a template for file names can tell of a course.
 *
 * @param begins the course's start date; the epoch if it has none, as in Moodle
 */
record TemplateCourse(long id, String shortname, String fullname, Instant begins, Instant ends) {
    private static final String COURSE = "SELECT id, shortname, fullname, startdate, enddate FROM {course} WHERE ";

    /** Empty if the site doesn't have the course any more. */
    static Optional<TemplateCourse> of(MoodleDatabase moodle, long id) {
        return one(moodle, COURSE + "id = " + id);
    }

    /** The site's newest course, as an example; empty if there is none but the front page. */
    static Optional<TemplateCourse> newest(MoodleDatabase moodle) {
        return one(moodle, COURSE + "id = (SELECT MAX(c.id) FROM {course} c WHERE c.category <> 0)");
    }

    private static Optional<TemplateCourse> one(MoodleDatabase moodle, String sql) {
        return moodle.sql(sql)
                .query((row, number) -> new TemplateCourse(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochSecond(row.getLong(4)),
                        Instant.ofEpochSecond(row.getLong(5))))
                .optional();
    }
}
