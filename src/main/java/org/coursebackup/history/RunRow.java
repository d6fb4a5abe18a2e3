package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * One run as recorded in the history.
 *
 * @param cause schedule, catch-up, command, ...
 * @param state running, finished, failed, stopped (by hand), interrupted (with the program), or missed: it was planned
 *     and did not begin
 * @param reason why it failed or was missed; otherwise null
 * @param ended null while it runs
 * @param offered number of courses selected
 * @param totals all 0 while it runs, unless {@link #with} gave others
 */
public record RunRow(
        long id,
        String cause,
        String process,
        String state,
        String reason,
        Instant started,
        Instant ended,
        int offered,
        @JsonUnwrapped RunTotals totals) {
    /** The same run with other totals. */
    public RunRow with(RunTotals now) {
        return new RunRow(id, cause, process, state, reason, started, ended, offered, now);
    }

    /** Whether it was planned, or asked for, and did not begin. */
    public boolean missed() {
        return state.equals("missed");
    }

    /** How long it took; null while it runs. */
    public Duration took() {
        return ended == null ? null : took(ended);
    }

    /** How long it took, or has taken until now while it runs. */
    public Duration took(Instant now) {
        return Duration.between(started, ended == null ? now : ended);
    }
}
