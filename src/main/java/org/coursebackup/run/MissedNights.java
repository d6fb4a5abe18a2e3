package org.coursebackup.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.Reason;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.schedule.Schedule;

/**
 * The bean {@code missedNights} of the routes: planned starts at which no run began get a row in the history, so that a
 * night without backups is seen. Only for the process that runs the schedule. Starts that come more often than hourly
 * are not nights and are left out.
 */
public final class MissedNights {
    private static final Logger LOG = LoggerFactory.getLogger(MissedNights.class);
    private static final Duration LOOK_BACK = Duration.ofDays(31);
    /** A run that was planned may begin so much later. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    private static final Duration OFTEN = Duration.ofHours(1);

    private record Wait(Instant from, Instant to, String why) {}

    private final Schedule schedule;
    private final History history;
    private final HistoryReader reader;
    private final Clock clock;
    private final Instant since;
    private final List<Wait> waits = new ArrayList<>();

    public MissedNights(Schedule schedule, History history, HistoryReader reader, Clock clock) {
        this.schedule = schedule;
        this.history = history;
        this.reader = reader;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Tells why no run could begin between two moments. */
    public synchronized void because(Instant from, Instant to, String why) {
        waits.add(new Wait(from, to, why));
    }

    /** Looks for planned starts without a run and records them. Never fails. */
    public synchronized void note() {
        try {
            Instant now = clock.instant();
            List<RunRow> runs = reader.runsSince(now.minus(LOOK_BACK));
            Optional<Instant> begins = runs.stream()
                    .filter(run -> run.cause().equals("schedule"))
                    .map(RunRow::started)
                    .min(Instant::compareTo);
            NavigableSet<Instant> starts = new TreeSet<>();
            runs.forEach(run -> starts.add(run.started()));
            note(begins.orElse(waits.stream().map(Wait::from).findFirst().orElse(since)), now, starts);
        } catch (DataAccessException unusable) {
            LOG.warn("Whether a night was missed could not be looked up: {}", Reason.of(unusable));
        }
    }

    private void note(Instant after, Instant now, NavigableSet<Instant> starts) {
        Optional<Instant> planned = schedule.next(after);
        while (planned.isPresent() && !planned.get().isAfter(now.minus(GRACE))) {
            Instant night = planned.get();
            planned = schedule.next(night);
            if (planned.isPresent() && Duration.between(night, planned.get()).compareTo(OFTEN) < 0) {
                return;
            }
            Instant begun = starts.ceiling(night);
            if (begun == null || planned.isPresent() && !begun.isBefore(planned.get())) {
                String why = why(night);
                history.missed("schedule", ThisProcess.words(), why, night);
                LOG.error("The run planned for {} did not happen: {}", night, why);
            }
        }
    }

    private String why(Instant night) {
        return waits.stream()
                .filter(wait -> !night.isBefore(wait.from) && !night.isAfter(wait.to))
                .map(Wait::why)
                .findFirst()
                .orElse(
                        night.isBefore(since)
                                ? "The program was not running at that time."
                                : "The program was there, but did not come to start it: the machine was suspended, or"
                                        + " the route 'schedule' was stopped.");
    }
}
