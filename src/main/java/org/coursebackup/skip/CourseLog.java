package org.coursebackup.skip;

import java.time.Instant;

import org.springframework.dao.DataAccessException;

import org.coursebackup.moodle.MoodleDatabase;

/**
 * Finds changes in Moodle's standard log store. One statement per question, answered from the index on course,
 * anonymous and time: the condition on {@code anonymous} excludes nothing but lets the index be used for the time.
 *
 * <p>Catch: if the standard log is switched off or was cleared, only {@code course.timemodified} shows changes, as in
 * Moodle. Other log stores are not read.
 */
public final class CourseLog implements CourseChanges {
    private static final String BACKUP_CREATED = "\\core\\event\\course_backup_created";

    private final MoodleDatabase moodle;

    public CourseLog(MoodleDatabase moodle) {
        this.moodle = moodle;
    }

    /** @throws IllegalStateException if the log can't be read; a course is never skipped for lack of an answer */
    @Override
    public boolean changedSince(long courseId, Instant moment) {
        try {
            return moodle.sql("SELECT 1 FROM {logstore_standard_log} WHERE courseid = ? AND anonymous IN (0, 1)"
                            + " AND timecreated > ? AND crud <> 'r' AND eventname <> ? LIMIT 1")
                    .params(courseId, moment.getEpochSecond(), BACKUP_CREATED)
                    .query(Integer.class)
                    .optional()
                    .isPresent();
        } catch (DataAccessException e) {
            throw new IllegalStateException(
                    "Can't ask Moodle's log whether course " + courseId + " was modified ("
                            + e.getMostSpecificCause().getMessage()
                            + "), so the skip rules can't decide. Check the database and the table"
                            + " logstore_standard_log, or switch the skip rules off.",
                    e);
        }
    }
}
