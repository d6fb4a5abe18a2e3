package org.coursebackup.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.schedule.NextStart;

/**
 * The bean {@code wrongTimes} of the routes: a run under a clock that was ahead leaves times behind that would keep
 * courses from ever being due again. What cannot be true is put right before a run selects, and told. A schedule that
 * was moved to an earlier hour leaves next starts behind that are too late as well.
 */
public final class WrongTimes {
    private static final Logger LOG = LoggerFactory.getLogger(WrongTimes.class);
    /** How far clocks of machines that share a database may differ. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final MoodleDatabase moodle;
    private final History history;
    private final Supplier<Instant> nextStart;
    private final Clock clock;

    /** @param nextStart the next regular start; the epoch for none */
    public WrongTimes(MoodleDatabase moodle, History history, Supplier<Instant> nextStart, Clock clock) {
        this.moodle = moodle;
        this.history = history;
        this.nextStart = nextStart;
        this.clock = clock;
    }

    /** A course with a time from the future, or with a start after the next regular one, is due at once. */
    public void putRight() {
        Instant now = clock.instant();
        long today = now.getEpochSecond();
        long future = now.plus(TOLERANCE).getEpochSecond();
        int ahead = moodle.sql("UPDATE {backup_courses} SET nextstarttime = 0,"
                        + " laststarttime = CASE WHEN laststarttime > ? THEN ? ELSE laststarttime END,"
                        + " lastendtime = CASE WHEN lastendtime > ? THEN ? ELSE lastendtime END"
                        + " WHERE laststarttime > ? OR lastendtime > ?")
                .params(future, today, future, today, future, future)
                .update();
        int archives = history.dateBack(now.plus(TOLERANCE), now);
        if (ahead > 0 || archives > 0) {
            LOG.warn(
                    "{} courses and {} archives had times in the future: the clock of this machine, or of one that"
                            + " backed up before, was ahead. The courses are due at once, and the archives count as"
                            + " old as the run before them. Check that the clock is right now and kept so (NTP).",
                    ahead,
                    archives);
        }
        Instant next = nextStart.get();
        int late = next.equals(NextStart.NEVER)
                ? 0
                : moodle.sql("UPDATE {backup_courses} SET nextstarttime = 0 WHERE nextstarttime > ?")
                        .param(next.getEpochSecond())
                        .update();
        if (late > 0) {
            LOG.warn(
                    "{} courses were not to start before the next regular start, {}, but after it: the schedule was"
                            + " changed, or a clock was wrong. They are due at once.",
                    late,
                    next);
        }
    }
}
