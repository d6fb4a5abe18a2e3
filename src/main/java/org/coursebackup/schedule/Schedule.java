package org.coursebackup.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;

import org.quartz.CronExpression;

/**
 * The starts of a Quartz cron expression in a time zone. Immutable and thread-safe.
 *
 * <p>Nights in which the clocks change: a start within the skipped hour happens when that hour would have ended
 * (Quartz's own trigger misses that night); a start within the repeated hour happens once, the second time, as with
 * Quartz's trigger.
 */
public final class Schedule {
    /** Longer than any clock change, so that a start moved by one isn't missed. */
    private static final Duration LONGEST_CHANGE = Duration.ofHours(3);

    /** How far to look back for the latest start: no farther than needed, since there may be one every second. */
    private static final List<Duration> LOOKING_BACK =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(8));

    private final CronExpression localTimes;
    private final ZoneId zone;

    /**
     * @param cron six or seven fields, such as {@code 0 0 3 * * ?}
     * @throws IllegalArgumentException if it is not a Quartz cron expression; the message explains why
     */
    public Schedule(String cron, ZoneId zone) {
        try {
            this.localTimes = new CronExpression(cron.trim());
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "'" + cron + "' is not a Quartz cron expression (" + e.getMessage()
                            + "). It has six fields: second, minute, hour, day of month, month, day of week;"
                            + " nightly at three is"
                            + " '0 0 3 * * ?'.",
                    e);
        }
        localTimes.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
        this.zone = zone;
    }

    /** The first start after that moment; empty if there is none, as with a year that is over. */
    public Optional<Instant> next(Instant after) {
        Instant local = asIfUtc(LocalDateTime.ofInstant(after, zone));
        if (clockChangesAround(after)) {
            local = local.minus(LONGEST_CHANGE);
        }
        while (true) {
            Date found = nextLocalTime(local);
            if (found == null) {
                return Optional.empty();
            }
            local = found.toInstant();
            Instant start = onTheClock(LocalDateTime.ofInstant(local, ZoneOffset.UTC));
            if (start.isAfter(after)) {
                return Optional.of(start);
            }
        }
    }

    /** The latest start at or before that moment, at most eight days back. */
    public Optional<Instant> latest(Instant atOrBefore) {
        Optional<Instant> latest = Optional.empty();
        for (Duration back : LOOKING_BACK) {
            Optional<Instant> start = next(atOrBefore.minus(back));
            while (start.isPresent() && !start.get().isAfter(atOrBefore)) {
                latest = start;
                start = next(start.get());
            }
            if (latest.isPresent()) {
                break;
            }
        }
        return latest;
    }

    private boolean clockChangesAround(Instant moment) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(moment.minus(LONGEST_CHANGE));
        return next != null && next.getInstant().isBefore(moment.plus(LONGEST_CHANGE));
    }

    private synchronized Date nextLocalTime(Instant after) {
        return localTimes.getNextValidTimeAfter(Date.from(after));
    }

    private Instant onTheClock(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        return ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static Instant asIfUtc(LocalDateTime local) {
        return local.toInstant(ZoneOffset.UTC);
    }
}
