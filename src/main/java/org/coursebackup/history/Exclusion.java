package org.coursebackup.history;

import java.time.Instant;
import java.time.LocalDate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A course that somebody excluded from being backed up, until a day.
 *
 * @param reason why, for people; never empty
 * @param until the last day on which it holds
 * @param ends the moment at which that day is over
 * @param by who did it, and where
 * @param since when it was done
 */
public record Exclusion(
        @JsonIgnore long courseId,
        String reason,
        @JsonIgnore LocalDate until,
        @JsonIgnore Instant ends,
        String by,
        Instant since) {
    /** Whether it still holds. */
    public boolean holds(Instant now) {
        return ends.isAfter(now);
    }

    /** The last day as year-month-day. */
    @JsonProperty("until")
    public String untilDay() {
        return until.toString();
    }

    /** The first day on which the course is backed up again, as year-month-day. */
    @JsonProperty("backOn")
    public String backDay() {
        return until.plusDays(1).toString();
    }

    /** As a reason to skip the course: {@code excluded until 2027-09-30 by page (admin): being rebuilt}. */
    @Override
    public String toString() {
        return "excluded until " + until + " by " + by + ": " + reason;
    }
}
