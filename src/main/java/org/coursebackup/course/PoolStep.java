package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.pool.PlacePool;
import org.coursebackup.pool.PoolSweep;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.share.Kept;
import org.coursebackup.store.TargetException;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ReadBack;

/**
 * The bean {@code pool} of the routes: gives the contents of a thin archive their names in the pool of the target,
 * before the archive is read back, and removes after a run what no archive refers to. Does nothing without
 * {@code store.layout=shared-pool}, or with an archive that Moodle's own backup made, which stays whole.
 */
public final class PoolStep {
    private static final Logger LOG = LoggerFactory.getLogger(PoolStep.class);
    /** Runs that try a few courses again are many. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(20);

    private final TargetPool pool;
    private final PoolSweep sweep;
    private final Optional<PlacePool> server;
    private final TargetSettings settings;
    private final Path target;
    private final Turn runs;
    private final Clock clock;
    private Instant swept = Instant.EPOCH;

    /** What gives the run lock. */
    @FunctionalInterface
    public interface Turn {
        /** False, and nothing is done, while a run is in progress. */
        boolean alone(Runnable action) throws IOException;
    }

    /**
     * @param server the pool at the target, if that is on a server
     * @param runs has the pool swept while no run is in progress anywhere
     */
    public PoolStep(
            TargetPool pool,
            Optional<PlacePool> server,
            PoolSweep sweep,
            TargetSettings target,
            Turn runs,
            Clock clock) {
        this.pool = pool;
        this.server = server;
        this.sweep = sweep;
        this.settings = target;
        this.target = target.directory();
        this.runs = runs;
        this.clock = clock;
    }

    /** After the archive is made; reading it back needs what is noted here. */
    public void place(Exchange exchange) throws IOException {
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        Map<String, Kept> kept = work.report().sharing().kept();
        if (kept == null) {
            return;
        }
        try {
            Set<ListedContent> placed =
                    server.isPresent() ? brought(work, kept) : pool.place(Path.of(work.getPart()), kept);
            ContentLookup lookup = content -> placed.contains(content)
                    ? Optional.empty()
                    : Optional.of("is not in the pool, or is another content there");
            exchange.setProperty(ReadBack.POOL, lookup);
            work.becameThin();
        } catch (PoolAwayException told) {
            throw told;
        } catch (IOException failure) {
            throw TargetException.of(target, failure);
        }
    }

    /** Before the archive, so that it never refers to what is not there. */
    private Set<ListedContent> brought(CourseWork work, Map<String, Kept> kept) throws IOException {
        Path part = Path.of(work.getPart());
        try {
            server.get().bring(part, work.getFileName() + ThinArchive.SUFFIX, kept);
            return Set.copyOf(ThinArchive.contents(part));
        } catch (Exception failure) {
            throw new PoolAwayException(
                    "The contents of the archive's files could not be brought to the pool at "
                            + TargetPlace.addressOf(settings.endpoint()) + ", so it was not published: "
                            + Reason.ofServer(failure) + " The course will be tried again.",
                    failure);
        } finally {
            TargetPool.drop(kept);
        }
    }

    /** After a run, at most once in 20 hours. Never fails. */
    public synchronized void sweep() {
        Instant now = clock.instant();
        if (swept.isBefore(now) && swept.plus(BETWEEN_SWEEPS).isAfter(now) || !sweep.needed()) {
            return;
        }
        try {
            boolean free = runs.alone(sweep::sweep);
            swept = free ? now : swept;
        } catch (IOException | DataAccessException failure) {
            LOG.warn("Nothing was removed from the pool of the target: {}", Reason.of(failure));
        }
    }

    /** Told in words already. */
    private static final class PoolAwayException extends IOException {
        private static final long serialVersionUID = 1L;

        PoolAwayException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What is to be known of the pool: contents that were wrong, or why nothing is removed. */
    public Optional<String> notice() {
        Optional<String> wrong = pool.notice();
        return wrong.isPresent() ? wrong : sweep.notice();
    }
}
