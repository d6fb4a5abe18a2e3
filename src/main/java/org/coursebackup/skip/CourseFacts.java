package org.coursebackup.skip;

import java.time.Instant;
import java.util.Map;

/**
 * What the rules look at, delivered by the select step in one row per course: {@code course.id},
 * {@code course.visible}, {@code course.timemodified}, and from {@code backup_courses} its columns laststatus,
 * laststarttime and lastendtime. Times are the epoch if there is none.
 *
 * <p>{@code course.timemodified} changes when the course's own settings are saved, not when an activity is edited: the
 * other half of 'modified' is in the log, see {@link CourseChanges}.
 *
 * @param lastStatus Moodle's status of the last attempt, 5 if there was none
 */
public record CourseFacts(
        long courseId, boolean visible, Instant timeModified, int lastStatus, Instant lastStart, Instant lastEnd) {
    private static final int OK = 1;
    private static final int SKIPPED = 3;
    private static final int NOT_YET_RUN = 5;

    /**
     * Reads a row of the select step. Column names must be in lower case; {@code id} and {@code courseid} both name the
     * course; a missing or NULL status counts as 'not yet run'.
     *
     * @throws IllegalArgumentException if the row lacks the course's id, {@code visible} or {@code timemodified}
     */
    public static CourseFacts of(Map<String, ?> row) {
        Object id = row.get("courseid") != null ? row.get("courseid") : row.get("id");
        return new CourseFacts(
                required("courseid", id),
                required("visible", row.get("visible")) != 0,
                Instant.ofEpochSecond(required("timemodified", row.get("timemodified"))),
                (int) number(row.get("laststatus"), NOT_YET_RUN),
                Instant.ofEpochSecond(number(row.get("laststarttime"), 0)),
                Instant.ofEpochSecond(number(row.get("lastendtime"), 0)));
    }

    /**
     * Whether Moodle regards the last attempt as a success: OK or skipped, with a start and an end. A warning (4) isn't
     * one, so a course with a missing file is tried again.
     */
    boolean lastAttemptSucceeded() {
        return (lastStatus == OK || lastStatus == SKIPPED)
                && lastStart.isAfter(Instant.EPOCH)
                && lastEnd.isAfter(Instant.EPOCH);
    }

    private static long required(String column, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("The select step delivered no '" + column
                    + "', so the skip rules can't decide; add the column to the query in the select route.");
        }
        return number(value, 0);
    }

    private static long number(Object value, long whenMissing) {
        if (value == null) {
            return whenMissing;
        }
        if (value instanceof Boolean yes) {
            return yes ? 1 : 0;
        }
        return value instanceof Number n
                ? n.longValue()
                : Long.parseLong(value.toString().trim());
    }
}
