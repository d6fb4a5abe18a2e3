package org.coursebackup.history;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * What a course cost.
 *
 * @param took time spent on it
 * @param bytes size of the archive; 0 without one
 * @param entries number of entries in the archive; 0 without one
 * @param statements SQL statements sent for it
 * @param traffic how the contents of its files got into the archive; none without one
 */
public record Measures(
        @JsonProperty("millis") @JsonSerialize(using = HistoryJson.Milliseconds.class)
        Duration took,

        long bytes,
        int entries,
        int statements,
        @JsonUnwrapped Traffic traffic) {
    /** Without contents of files. */
    public Measures(Duration took, long bytes, int entries, int statements) {
        this(took, bytes, entries, statements, Traffic.NONE);
    }
}
