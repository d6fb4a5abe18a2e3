package org.coursebackup.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What goes into {@code backup_courses.nextstarttime}. A course is due when that time is not after now: the timer fires
 * in that very second.
 */
public final class NextStart {
    /** Moodle's value for 'no start planned', 0. New rows have it, too, and those are due (status 5). */
    public static final Instant NEVER = Instant.EPOCH;

    private final Schedule schedule;
    private final Duration retryAfter;
    private final Duration night;
    private final Clock clock;

    /**
     * @param retryAfter how long after an error a course is due again
     * @param night for how long after a regular start failed courses are tried again
     */
    public NextStart(Schedule schedule, Duration retryAfter, Duration night, Clock clock) {
        this.schedule = schedule;
        this.retryAfter = retryAfter;
        this.night = night;
        this.clock = clock;
    }

    /** The next regular start, for a course that is done (OK, warning, skipped). */
    public Instant regular() {
        return schedule.next(clock.instant()).orElse(NEVER);
    }

    /** The regular start that follows that moment, for a course that was done then. */
    public Instant regularAfter(Instant done) {
        return schedule.next(done).orElse(NEVER);
    }

    /**
     * The next start after an error: soon, so that the next run of this night takes it, and the next night's at the
     * latest.
     */
    public Instant afterError() {
        Instant soon = clock.instant().plus(retryAfter);
        return schedule.next(clock.instant()).filter(soon::isAfter).orElse(soon);
    }

    /**
     * Whether a run between regular starts is allowed, so that failed courses are tried again the same night (and a
     * night in which Quartz leaves out a start is not lost, see {@link Schedule}): true from a regular start until the
     * night is over. For the filter of a timer that fires every few minutes.
     */
    public boolean night() {
        Instant now = clock.instant();
        return schedule.latest(now)
                .filter(start -> now.isBefore(start.plus(night)))
                .isPresent();
    }
}
