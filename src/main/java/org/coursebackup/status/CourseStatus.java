package org.coursebackup.status;

import java.util.Comparator;

/**
 * One course as shown by {@code status}: Moodle's table and the program's history combined.
 *
 * @param status Moodle's number; 5 if the course has no row yet
 * @param meaning the status in words
 * @param reason why it failed, was skipped or has a warning; null if all is well or nothing is known
 * @param lastStart epoch seconds, 0 for never
 * @param lastEnd epoch seconds, 0 for never
 * @param nextStart epoch seconds, 0 for at once
 * @param good when the newest good archive was made, epoch seconds, 0 for none
 * @param goodAge its age in seconds; null for none
 * @param goodBytes its size
 */
public record CourseStatus(
        long id,
        String shortname,
        int status,
        String meaning,
        String reason,
        long lastStart,
        long lastEnd,
        long nextStart,
        long good,
        Long goodAge,
        long goodBytes) {
    /** By the newest good archive, oldest first; courses without any before all others. */
    public static final Comparator<CourseStatus> WORST_FIRST =
            Comparator.comparingLong(CourseStatus::good).thenComparingLong(CourseStatus::id);

    /** Moodle's status in words. */
    public static String meaning(int status) {
        return switch (status) {
            case 0 -> "error";
            case 1 -> "OK";
            case 2 -> "unfinished";
            case 3 -> "skipped";
            case 4 -> "warning";
            case 5 -> "not yet run";
            case 6 -> "queued by Moodle itself";
            default -> "unknown";
        };
    }
}
