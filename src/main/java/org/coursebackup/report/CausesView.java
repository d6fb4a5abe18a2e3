package org.coursebackup.report;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.coursebackup.history.Cause;

/**
 * Why courses fail or lack something.
 *
 * @param total number of causes at present
 * @param causes the first of them: those that let courses fail before others, each by number of courses
 * @param unexplained courses with status error or warning of which no reason is known here
 * @param gone causes that courses met in the last run but one, or later, and that none has any more
 */
public record CausesView(long total, List<Current> causes, long unexplained, List<Cause> gone) {
    /**
     * A cause that courses have now.
     *
     * @param appeared whether it was first seen in the last run, or since
     */
    public record Current(
            @JsonUnwrapped Cause cause, @JsonProperty("new") boolean appeared) {}
}
