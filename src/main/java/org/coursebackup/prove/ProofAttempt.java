package org.coursebackup.prove;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of comparing one course with Moodle's own archive of it.
 *
 * @param cause {@code night} or {@code command}
 * @param result {@code equal}, {@code differs}, or {@code failed} when there was nothing to compare with
 * @param reason what differs or failed, null when equal
 */
public record ProofAttempt(long courseId, Instant started, Instant ended, String cause, String result, String reason) {
    /** How long it took. */
    public Duration took() {
        return Duration.between(started, ended);
    }
}
