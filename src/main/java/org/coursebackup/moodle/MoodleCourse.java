package org.coursebackup.moodle;

import java.time.Instant;

/**
 * A row of {@code course} with its row of {@code backup_courses}. Times are the epoch if there is none, as in Moodle.
 *
 * @param category its name; empty if Moodle has none
 * @param status one character, as Moodle keeps it; 5 (not yet run) if the course has no row yet
 */
public record MoodleCourse(
        long id,
        String shortname,
        String fullname,
        boolean visible,
        long categoryId,
        String category,
        Instant timeModified,
        String status,
        Instant lastStart,
        Instant lastEnd,
        Instant nextStart) {

    /** The status as a number, -1 if it isn't one. */
    public int statusNumber() {
        return status.matches("\\d") ? Integer.parseInt(status) : -1;
    }
}
