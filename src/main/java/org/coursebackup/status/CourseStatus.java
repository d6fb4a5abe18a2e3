package org.coursebackup.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.coursebackup.history.Exclusion;

/**
 * One course as shown by {@code status}: Moodle's table and the program's history combined. Times are the epoch if
 * there is none.
 *
 * @param status Moodle's number; 5 if the course has no row yet
 * @param meaning the status in words
 * @param reason why it failed, was skipped or has a warning; null if all is well or nothing is known
 * @param nextStart the epoch for at once
 * @param excluded the exclusion that keeps it from being backed up; null if nobody excluded it
 */
public record CourseStatus(
        long id,
        String shortname,
        int status,
        String meaning,
        String reason,
        Instant lastStart,
        Instant lastEnd,
        Instant nextStart,
        @JsonUnwrapped Newest good,
        Exclusion excluded) {
    /**
     * The newest good archive.
     *
     * @param age since when the course was last known to be what it holds; null for none
     */
    public record Newest(
            @JsonProperty("good") Instant made,
            @JsonProperty("goodAge") Duration age,
            @JsonProperty("goodBytes") long bytes) {
        /** For a course that never had any. */
        public static final Newest NONE = new Newest(Instant.EPOCH, null, 0);
    }

    /** By the newest good archive, oldest first; courses without any before all others. */
    public static final Comparator<CourseStatus> WORST_FIRST =
            Comparator.comparing((CourseStatus course) -> course.good.made).thenComparingLong(CourseStatus::id);

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
