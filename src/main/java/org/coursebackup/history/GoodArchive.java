package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * The newest good archive of a course.
 *
 * @param started when making it began; the epoch if there is none
 * @param made when it was finished; the epoch if there is none
 * @param asOf as of when it is good: when it was made, or a later time at which the course was still what it holds
 * @param took time it took to make it
 */
public record GoodArchive(
        @JsonIgnore Instant started,
        @JsonProperty("goodMade") Instant made,
        @JsonProperty("goodAsOf") Instant asOf,
        @JsonProperty("goodBytes") long bytes,

        @JsonProperty("millis") @JsonSerialize(using = HistoryJson.Milliseconds.class)
        Duration took) {
    /** For a course that never had any. */
    public static final GoodArchive NONE =
            new GoodArchive(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, Duration.ZERO);

    /** Whether it is good as of a later time than when it was made. */
    public boolean confirmed() {
        return asOf.isAfter(made);
    }

    /** Whether there is one. */
    public boolean exists() {
        return !made.equals(Instant.EPOCH);
    }

    /** Time since the course was last known to be what it holds; null if there is none. */
    public Duration age(Instant now) {
        return exists() ? Duration.between(asOf, now) : null;
    }
}
