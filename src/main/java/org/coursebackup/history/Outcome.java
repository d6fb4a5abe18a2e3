package org.coursebackup.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** What a run did with one course; {@link OutcomeDetails} are asked for separately. */
public record Outcome(
        long runId,
        @JsonUnwrapped CourseName course,
        @JsonUnwrapped Ending ending,
        @JsonUnwrapped Measures measures) {
    /** How the course came out of the run. */
    public Result result() {
        return ending.result();
    }
}
