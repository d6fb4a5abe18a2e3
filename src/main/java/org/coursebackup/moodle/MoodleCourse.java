package org.coursebackup.moodle;

/**
 * A row of {@code course} with its row of {@code backup_courses}. Times are epoch seconds, 0 if there is none.
 *
 * @param status one character, as Moodle keeps it; 5 (not yet run) if the course has no row yet
 */
public record MoodleCourse(
        long id,
        String shortname,
        String fullname,
        boolean visible,
        long timeModified,
        String status,
        long lastStart,
        long lastEnd,
        long nextStart) {

    /** The status as a number, -1 if it isn't one. */
    public int statusNumber() {
        return status.matches("\\d") ? Integer.parseInt(status) : -1;
    }
}
