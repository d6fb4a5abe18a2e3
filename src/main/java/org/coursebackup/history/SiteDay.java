package org.coursebackup.history;

import java.time.LocalDate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.coursebackup.history.SiteFigures.Ages;

/**
 * The site as it was seen last on a day.
 *
 * @param ages courses by the age of their newest good archive then
 * @param free bytes of the disk that the archives go to; -1 if that was unknown
 * @param total its size in bytes; -1 if that was unknown
 */
public record SiteDay(
        @JsonIgnore LocalDate day, @JsonUnwrapped Ages ages, long free, long total) {
    /** The day as year-month-day. */
    @JsonProperty("date")
    public String date() {
        return day.toString();
    }
}
