package org.coursebackup.drill;

import java.time.Duration;
import java.time.Instant;

/**
 * One archive of a course that was to be restored.
 *
 * @param cause {@code schedule} or {@code command}
 * @param result {@code restored}, {@code differs}, {@code failed} if Moodle could not restore it, or {@code refused} if
 *     nothing was tried for a reason that is not the archive's
 * @param reason what was missing afterwards or failed; null if all came back
 * @param fileName of the archive; null if there was none
 * @param made when the archive had been made; null if there was none
 * @param rows number of rows that came back
 */
public record DrillAttempt(
        long courseId,
        Instant started,
        Instant ended,
        String cause,
        String result,
        String reason,
        String fileName,
        Instant made,
        long rows) {
    /** How long it took. */
    public Duration took() {
        return Duration.between(started, ended);
    }

    /** Whether the archive is proved restorable. */
    public boolean restored() {
        return result.equals("restored");
    }

    /** Whether it says something about the archive. */
    public boolean tried() {
        return !result.equals("refused");
    }
}
