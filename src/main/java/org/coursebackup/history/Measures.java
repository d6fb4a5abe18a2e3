package org.coursebackup.history;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * What a course cost.
 *
 * @param took time spent on it
 * @param bytes size of the archive; 0 without one
 * @param entries number of entries in the archive; 0 without one
 * @param statements SQL statements sent for it
 */
public record Measures(
        @JsonProperty("millis") @JsonSerialize(using = HistoryJson.Milliseconds.class)
        Duration took,

        long bytes,
        int entries,
        int statements) {}
