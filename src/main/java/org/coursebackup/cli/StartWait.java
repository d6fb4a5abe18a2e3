package org.coursebackup.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.Reason;
import org.coursebackup.notify.WaitingAlarm;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.web.WaitingPage;

/**
 * What {@code start} does while a database, the target or the file pool can't be reached, as when a machine boots: it
 * waits and tries again, for as long as it takes, and says so in the log, on the page's address, as readiness, and
 * after a while by mail and webhook. Wrong settings end it at once.
 */
final class StartWait {
    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);
    private static final long PAUSE_SECONDS = 15;
    /** Databases and disks that come a little late are no news. */
    private static final Duration UNTIL_ALARM = Duration.ofMinutes(10);

    /** Opens what is waited for. */
    interface Attempt<T> {
        /** @throws SettingsException if settings are wrong, or what they point to is away */
        T open() throws SettingsException, IOException;
    }

    private final Optional<Settings> known;
    private final Clock clock;
    private final long pauseMillis;
    private Instant since;
    private List<Problem> problems = List.of();
    private boolean alarmed;

    /** @param known the settings as far as they are known without the site; for page and mail */
    StartWait(Optional<Settings> known, Clock clock) {
        this(known, clock, TimeUnit.SECONDS.toMillis(PAUSE_SECONDS));
    }

    StartWait(Optional<Settings> known, Clock clock, long pauseMillis) {
        this.known = known;
        this.clock = clock;
        this.pauseMillis = pauseMillis;
    }

    /** Returns once it could be opened. */
    <T> T until(Attempt<T> attempt) throws SettingsException, IOException, InterruptedException {
        WaitingPage page = null;
        try {
            while (true) {
                try {
                    return attempt.open();
                } catch (SettingsException unusable) {
                    if (!unusable.away()) {
                        throw unusable;
                    }
                    problems = unusable.problems();
                } catch (DataAccessException went) {
                    problems = List.of(Problem.away("history.db.url", Reason.of(went)));
                }
                boolean first = since == null;
                if (first) {
                    since = clock.instant();
                    page = known.flatMap(WaitingPage::open).orElse(null);
                }
                if (page != null) {
                    page.show(problems);
                }
                if (first) {
                    // whoever reads this finds the page
                    LOG.error(
                            "What every run needs cannot be reached; waiting for it, trying again every {} seconds.",
                            PAUSE_SECONDS);
                    problems.forEach(problem -> LOG.error("  {}", problem));
                }
                alarm();
                pause();
            }
        } finally {
            if (page != null) {
                page.close();
            }
        }
    }

    /** When the waiting began; empty if there was none. */
    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** What was waited for last. */
    String why() {
        return "The program waited for "
                + String.join(" ", problems.stream().map(Problem::toString).toList());
    }

    private void alarm() {
        if (!alarmed && known.isPresent() && !clock.instant().isBefore(since.plus(UNTIL_ALARM))) {
            // one that can't be sent is tried again with the next attempt
            alarmed = WaitingAlarm.send(known.get(), since, problems);
        }
    }

    private void pause() throws InterruptedException {
        new CountDownLatch(1).await(pauseMillis, TimeUnit.MILLISECONDS);
    }
}
