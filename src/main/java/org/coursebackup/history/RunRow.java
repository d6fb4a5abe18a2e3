package org.coursebackup.history;

/**
 * One run as recorded in the history.
 *
 * @param cause schedule, command, ...
 * @param state running, finished, failed or interrupted
 * @param reason why it failed; otherwise null
 * @param started epoch seconds
 * @param ended epoch seconds; null while it runs
 */
public record RunRow(
        long id,
        String cause,
        String process,
        String state,
        String reason,
        long started,
        Long ended,
        int offered,
        int ok,
        int warned,
        int skipped,
        int failed,
        long bytes) {}
