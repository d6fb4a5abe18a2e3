package org.coursebackup.prove;

/**
 * What became of comparing one course with Moodle's own archive of it. Times are epoch seconds.
 *
 * @param cause {@code night} or {@code command}
 * @param result {@code equal}, {@code differs}, or {@code failed} when there was nothing to compare with
 * @param reason what differs or failed, null when equal
 */
public record ProofAttempt(long courseId, long started, long ended, String cause, String result, String reason) {}
