package org.coursebackup.history;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Why courses failed, or why their archives lack something: one cause for all courses whose reasons differ only in ids,
 * names and amounts.
 *
 * @param id names the cause in addresses
 * @param message what happened and what to do; "…" stands for what differs
 * @param failed whether courses have no new archive because of it; otherwise their archives lack something
 * @param courses how many courses it concerns now
 * @param times how often it was named for these courses, as for each of a course's missing files
 * @param example the course with the lowest id
 * @param firstSeen when the first course met it, as far as the history goes back
 * @param lastSeen when the latest did
 */
public record Cause(
        String id,
        String message,
        boolean failed,
        long courses,
        long times,
        CourseName example,
        Instant firstSeen,
        Instant lastSeen) {
    /** What happened: the first sentence. */
    @JsonIgnore
    public String what() {
        int end = end();
        return end < 0 ? message : message.substring(0, end + 1);
    }

    /** What else there is to say, as a rule what to do; may be empty. */
    @JsonIgnore
    public String remedy() {
        int end = end();
        return end < 0 ? "" : message.substring(end + 1).strip();
    }

    private int end() {
        for (int dot = message.indexOf(". "); dot >= 0; dot = message.indexOf(". ", dot + 1)) {
            if (dot + 2 < message.length() && Character.isUpperCase(message.charAt(dot + 2))) {
                return dot;
            }
        }
        return -1;
    }
}
