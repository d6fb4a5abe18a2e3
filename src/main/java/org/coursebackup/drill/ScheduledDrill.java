package org.coursebackup.drill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.Reason;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.settings.DrillSettings;

/**
 * The bean {@code drill} of the routes: every so many days, after the run of the night has ended, has archives of a few
 * courses restored, one after the other, and gives way to whatever run begins. Never fails.
 */
public final class ScheduledDrill {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledDrill.class);

    /** How long after the end of the night's run a drill may still begin. */
    public static final Duration LATEST = Duration.ofHours(4);

    /** Nights are not exactly days apart. */
    private static final Duration SLACK = Duration.ofHours(12);

    /** Restores the newest archive of one course and keeps what became of it; empty if it had to give way. */
    @FunctionalInterface
    public interface Restorer {
        /** @param giveWay whether it has to end now */
        Optional<DrillAttempt> restore(long courseId, BooleanSupplier giveWay) throws InterruptedException;
    }

    private final DrillSettings settings;
    private final RestOfNight rest;
    private final Drills drills;
    private final Supplier<Set<Long>> frontPage;
    private final Restorer restorer;
    private final LongPredicate failed;
    private final Clock clock;

    /**
     * @param frontPage courses that Moodle does not restore as new ones
     * @param failed whether a drill of the course failed, and another archive is to be made and tried
     */
    public ScheduledDrill(
            DrillSettings settings,
            RestOfNight rest,
            Drills drills,
            Supplier<Set<Long>> frontPage,
            Restorer restorer,
            LongPredicate failed,
            Clock clock) {
        this.settings = settings;
        this.rest = rest;
        this.drills = drills;
        this.frontPage = frontPage;
        this.restorer = restorer;
        this.failed = failed;
        this.clock = clock;
    }

    /** Whose archives are to be restored now; empty unless it is time, and the night's run has ended. */
    public List<Long> courses() {
        try {
            Instant now = clock.instant();
            Optional<Instant> night = rest.at(now);
            if (night.isEmpty() || !itIsTime(night.get())) {
                return List.of();
            }
            int left = settings.sample() - drills.triedSince(night.get());
            if (left < 1) {
                return List.of();
            }
            Map<Long, Instant> last = drills.notTriedSince(night.get());
            last.keySet().removeAll(frontPage.get());
            return DrillSample.of(last, left, night.get().getEpochSecond());
        } catch (RuntimeException failure) {
            LOG.warn("No courses could be chosen for a restore drill: {}", Reason.of(failure));
            return List.of();
        }
    }

    private boolean itIsTime(Instant night) {
        return drills.lastBefore(night)
                .map(last -> !night.isBefore(last.plus(settings.every()).minus(SLACK)))
                .orElse(true);
    }

    /** Restores the newest archive of a course, unless a run is in progress; null if nothing came of it. */
    public DrillAttempt restore(@Body long courseId) {
        AtomicReference<DrillAttempt> made = new AtomicReference<>();
        rest.between(giveWay -> made.set(one(courseId, giveWay)));
        return made.get();
    }

    private DrillAttempt one(long courseId, BooleanSupplier giveWay) {
        try {
            Optional<DrillAttempt> made = restorer.restore(courseId, giveWay);
            if (made.isEmpty()) {
                LOG.info("Course {}: the restore drill gave way to a run.", courseId);
                return null;
            }
            DrillAttempt attempt = made.get();
            switch (attempt.result()) {
                case "restored" ->
                    LOG.info(
                            "Course {}: its archive {} was restored by a Moodle, and all {} rows came back.",
                            courseId,
                            attempt.fileName(),
                            attempt.rows());
                case "refused" -> LOG.warn("Course {}: no restore drill: {}", courseId, attempt.reason());
                default ->
                    LOG.error(
                            "Course {}: its archive {} DID NOT COME BACK when a Moodle restored it: {}",
                            courseId,
                            attempt.fileName(),
                            attempt.reason());
            }
            return attempt;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("Course {}: the restore drill failed: {}", courseId, Reason.of(failure));
        }
        return null;
    }

    /** Whether the course is to be backed up again at once, to see whether its next archive comes back. */
    public boolean anotherIsDue(@Body Object made) {
        return made instanceof DrillAttempt attempt
                && attempt.tried()
                && !attempt.restored()
                && failed.test(attempt.courseId());
    }

    /** Whether people have to be told. */
    public boolean alarming(@Body Object made) {
        return made instanceof DrillAttempt attempt && !attempt.restored();
    }
}
