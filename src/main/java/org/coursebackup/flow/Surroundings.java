package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.run.Runs;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.TargetException;

/**
 * The bean {@code surroundings} of the routes: what every course needs. When a course fails because one of them is
 * away, the run pauses instead of failing the next courses for the same reason: no course is begun until it is back. If
 * it stays away for too long the run is given up, and the courses that were not begun are still due.
 */
public final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final int SPACE_TO_WRITE = 1_000_000;

    private final Settings settings;
    private final Pools pools;
    private final Runs runs;
    private final StoppedRoutes doors;
    private final Supplier<CamelContext> context;
    private final RemoteTarget remote = new RemoteTarget();
    private final Clock clock;
    private final Set<CourseWork> waiting = new HashSet<>();
    private Problem trouble;
    private Instant since;
    private boolean ended;

    /** @param context has the endpoints that the routes use, once it is started */
    Surroundings(
            Settings settings,
            Pools pools,
            Runs runs,
            StoppedRoutes doors,
            Supplier<CamelContext> context,
            Clock clock) {
        this.context = context;
        this.settings = settings;
        this.pools = pools;
        this.runs = runs;
        this.doors = doors;
        this.clock = clock;
    }

    /**
     * After a course failed: returns at once if nothing is away, otherwise when it is back, when the run was given up,
     * or when it is being stopped.
     */
    public void await(Exchange exchange) throws InterruptedException {
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        if (work.dry()) {
            return;
        }
        boolean full = full(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        // a course failed for want of space: others would soon
        OptionalLong space = full ? OptionalLong.of(spaceAfterFull(work)) : OptionalLong.empty();
        Optional<Problem> away = look(space);
        while (away.isPresent() && pause(work, away.get())) {
            away = look(space);
        }
        goOn(work, away.isEmpty());
    }

    /** What a run waits for, and for how long; nothing if it doesn't. */
    public synchronized Optional<Problem> trouble() {
        return Optional.ofNullable(trouble)
                .map(problem -> new Problem(
                        problem.where(),
                        problem.message() + " The run has been paused since "
                                + since.atZone(settings.schedule().zone())
                                        .toLocalTime()
                                        .withNano(0)
                                + ". It goes on by itself when that is over; if it is not within "
                                + Words.duration(patience())
                                + " (run.wait-minutes) the run ends, and courses not begun are still due."));
    }

    /** Whether the course waits here. */
    synchronized boolean holds(CourseWork work) {
        return waiting.contains(work);
    }

    /** The program ends: nothing waits any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private Duration patience() {
        return settings.run().troubleWait();
    }

    /** False when there is no more waiting. */
    @SuppressWarnings("WaitNotInLoop") // its caller loops, and looks in between, which takes too long for a lock
    private synchronized boolean pause(CourseWork work, Problem away) throws InterruptedException {
        waiting.add(work);
        if (trouble == null) {
            since = clock.instant();
            trouble = away;
            doors.hold();
            LOG.error("{}", trouble().orElseThrow());
        }
        if (ended || runs.stopping()) {
            return false;
        }
        if (!clock.instant().isBefore(since.plus(patience()))) {
            runs.giveUp(trouble + " It was not over within " + Words.duration(patience())
                    + " (run.wait-minutes); courses that were not begun are still due.");
            return false;
        }
        wait(LOOK_MILLIS);
        return true;
    }

    private synchronized void goOn(CourseWork work, boolean over) {
        if (waiting.remove(work) && waiting.isEmpty()) {
            if (over) {
                LOG.warn("{}: that is over, the run goes on.", trouble.where());
            }
            trouble = null;
            doors.release();
        }
    }

    private Optional<Problem> look(OptionalLong space) throws InterruptedException {
        Optional<Problem> here = local(space);
        boolean elsewhere = settings.target().storage().inDirectory()
                && !settings.target().endpoint().startsWith("file:");
        return here.isPresent() || !elsewhere
                ? here
                : remote.look(context.get(), settings.target().endpoint());
    }

    private Optional<Problem> local(OptionalLong space) {
        return moodle().or(
                        () -> query("moodle.read.db.url", "the database with the content", pools.content(), "SELECT 1"))
                .or(() -> query(
                        "history.db.url",
                        "the history",
                        pools.history(),
                        "SELECT count(*) FROM outcome WHERE run_id = 0"))
                .or(() -> target(space));
    }

    private Optional<Problem> moodle() {
        try {
            // touches no row, but waits for the lock that a status needs
            pools.moodle()
                    .sql("UPDATE {backup_courses} SET laststatus = laststatus WHERE 1 = 0")
                    .update();
            return Optional.empty();
        } catch (BadSqlGrammarException answered) {
            return Optional.empty();
        } catch (DataAccessException away) {
            return Optional.of(new Problem("moodle.db.url", "Moodle's database cannot be used: " + Reason.of(away)));
        }
    }

    private static Optional<Problem> query(String key, String what, DataSource database, String sql) {
        try {
            new JdbcTemplate(database).queryForObject(sql, Long.class);
            return Optional.empty();
        } catch (DataAccessException away) {
            return Optional.of(new Problem(key, what + " cannot be used: " + Reason.of(away)));
        }
    }

    private Optional<Problem> target(OptionalLong space) {
        Path folder = settings.target().directory();
        try {
            Path probe = Files.createTempFile(folder, ".check", ".tmp");
            try {
                Files.write(probe, new byte[SPACE_TO_WRITE]);
            } finally {
                Files.deleteIfExists(probe);
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (space.isPresent() && free < space.getAsLong()) {
                return Optional.of(new Problem(
                        "backup.directory",
                        folder + " is full, or nearly so: " + Words.bytes(free) + " are free, and the run goes on with "
                                + Words.bytes(space.getAsLong())
                                + ". Free space there or keep fewer archives (keep.*)."));
            }
            return Optional.empty();
        } catch (IOException away) {
            return Optional.of(new Problem(
                    "backup.directory", TargetException.of(folder, away).getMessage()));
        }
    }

    private long spaceAfterFull(CourseWork work) {
        OptionalLong newest = OptionalLong.empty();
        long all = Long.MAX_VALUE;
        try {
            newest = new HistoryReader(pools.history())
                    .course(work.getCourseId()).stream()
                            .filter(course -> course.good().exists())
                            .mapToLong(course -> course.good().bytes())
                            .findFirst();
            all = Files.getFileStore(settings.target().directory()).getTotalSpace();
        } catch (DataAccessException | IOException away) {
            LOG.debug("How much space is needed can't be told: {}", Reason.of(away));
        }
        return SpaceAfterFull.of(newest, all);
    }

    private static boolean full(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TargetException target && target.full()) {
                return true;
            }
        }
        return false;
    }
}
