package org.coursebackup.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** What a run did with one course; {@link OutcomeDetails} are read separately. */
public record Outcome(
        long runId,
        @JsonUnwrapped CourseName course,
        @JsonUnwrapped Ending ending,
        @JsonUnwrapped Measures measures) {
    /** How the course ended in the run. */
    public Result result() {
        return ending.result();
    }
}
