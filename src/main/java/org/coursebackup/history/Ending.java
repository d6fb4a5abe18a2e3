package org.coursebackup.history;

import java.time.Instant;

/**
 * How a course ended in a run.
 *
 * @param reason why it failed, was skipped or has a warning; null if all is well
 * @param started when work on it began
 */
public record Ending(Result result, String reason, Instant started, Instant ended) {}
