package org.coursebackup.history;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A course as shown in lists, with the latest that the history knows about it.
 *
 * @param category where Moodle has it
 * @param status Moodle's number, one character
 * @param nextStart when it is due next; not after now if it is due
 */
public record CourseEntry(
        @JsonUnwrapped CourseName name,
        boolean visible,
        Category category,
        String status,
        @JsonUnwrapped LastRun last,
        Instant nextStart,
        @JsonUnwrapped GoodArchive good,
        @JsonUnwrapped Drilled drilled) {
    /** A category of Moodle's; 0 and empty if it is not known. */
    public record Category(long id, String name) {}

    /**
     * The result of the last run that worked on the course.
     *
     * @param runId 0 before the first
     * @param result null before the first
     * @param reason why it failed, was skipped or has a warning; null if all is well
     * @param ended when that run was done with it, the epoch before the first
     */
    public record LastRun(@JsonIgnore long runId, Result result, String reason, Instant ended) {}

    /**
     * What restore drills said of the course's archives.
     *
     * @param proved when one was last proved restorable; null if never
     * @param provedMade when that one had been made; null if never
     * @param drillFailed why the last drill failed; null if it did not, or there was none
     */
    public record Drilled(Instant proved, Instant provedMade, String drillFailed) {
        /** Of a course without a drill. */
        public static final Drilled NEVER = new Drilled(null, null, null);
    }

    public long id() {
        return name.id();
    }

    /** Whether the next run takes it. */
    public boolean due(Instant now) {
        return !nextStart.isAfter(now);
    }
}
