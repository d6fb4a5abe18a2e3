package org.coursebackup.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.history.History;
import org.coursebackup.history.Result;

/**
 * The bean {@code run} of the routes: begins a run, keeps count of its courses, ends it. One run at a time. Although
 * courses go through a queue, the end is known: each one handed on is counted until its exchange has completed,
 * successfully or not.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final String SCHEDULE = "schedule";
    private final RunTurn turn;
    private final History history;
    private final Duration remember;
    private final Clock clock;
    private final String process;
    private final List<RunListener> listeners = new CopyOnWriteArrayList<>();
    private volatile ActiveRun active;
    private volatile RunSummary last;
    private volatile Supplier<Set<Long>> passedOver = Set::of;
    private volatile boolean resting;
    private volatile boolean ending;
    private volatile BooleanSupplier restWhile = () -> false;

    /**
     * @param remember how long the history keeps outcomes of runs
     * @param process this process's name for people: machine and process id
     */
    public Runs(RunLock lock, History history, Duration remember, Clock clock, String process) {
        this.remember = remember;
        this.turn = new RunTurn(lock, () -> ending, clock);
        this.history = history;
        this.clock = clock;
        this.process = process;
        lock.whenLost(holder -> giveUp("Another run has begun while this one had lost the database (" + holder
                + "). Courses that were not begun are left to it, or still due."));
    }

    /** Courses are not tried again between regular starts while the condition holds. */
    public void restWhile(BooleanSupplier condition) {
        restWhile = condition;
    }

    /** Courses that are being deleted are not selected; asked for each selection. */
    public void passOver(Supplier<Set<Long>> deleted) {
        passedOver = deleted;
    }

    public void listen(RunListener listener) {
        listeners.add(listener);
    }

    /**
     * Begins a run. The body may be a {@link RunRequest}; anything else means the courses that are due. Afterwards the
     * body holds the parameters of the selection.
     *
     * @throws RunActiveException if another run is active, here or in another process
     * @throws RunStoppedException if the program is being stopped
     */
    public void begin(Exchange exchange)
            throws RunActiveException, RunStoppedException, IOException, InterruptedException {
        Object body = exchange.getMessage().getBody();
        RunRequest request = body instanceof RunRequest asked ? asked : RunRequest.due(SCHEDULE);
        if (ending) {
            throw new RunStoppedException();
        }
        if (!request.dryRun()) {
            acquireFor(request);
        }
        try {
            long id = request.dryRun() ? CourseWork.DRY : history.begin(request.cause(), process, clock.instant());
            begin(id, request);
        } catch (RuntimeException | RunStoppedException unusable) {
            if (!request.dryRun()) {
                turn.release();
            }
            throw unusable;
        }
        resting = false;
        exchange.getMessage().setBody(selection(request));
        listeners.forEach(listener -> listener.begun(request, active.summary()));
    }

    /** Unless the program is being stopped: then the run ends before it has begun anything. */
    private void begin(long id, RunRequest request) throws RunStoppedException {
        synchronized (this) {
            if (!ending) {
                active = new ActiveRun(id, request, clock.instant());
                return;
            }
        }
        if (!request.dryRun()) {
            history.end(id, "interrupted", null, 0, clock.instant());
        }
        throw new RunStoppedException();
    }

    private void acquireFor(RunRequest request) throws RunActiveException, IOException, InterruptedException {
        try {
            turn.acquire();
        } catch (RunActiveException busy) {
            // one that somebody asked for is told so; a planned one has nobody to tell
            if (request.cause().equals(SCHEDULE)) {
                missed(request, "Another run was active (" + busy.holder() + ").");
            }
            throw busy;
        } catch (IOException | RuntimeException away) {
            missed(request, Reason.of(away));
            throw away;
        }
    }

    private void missed(RunRequest request, String why) {
        if (request.cause().equals(CatchUp.CAUSE)) {
            return;
        }
        try {
            history.missed(request.cause(), process, why, clock.instant());
        } catch (DataAccessException unusable) {
            LOG.error("That a run could not begin was not recorded: {}", Reason.of(unusable));
        }
    }

    /**
     * Does something that must not go on beside a run. A run of this process that begins meanwhile waits until it has
     * given way.
     *
     * @param work gets what tells it to give way, and asks that often
     * @return false, and nothing is done, while a run is in progress in this process or about to begin
     */
    public boolean between(Consumer<BooleanSupplier> work) {
        return turn.between(() -> ending || active != null, work);
    }

    /** Parameters for selecting what is due now. */
    public Map<String, Object> due() {
        return selection(RunRequest.due(CatchUp.CAUSE));
    }

    /** Parameters for the queries of the routes. */
    private Map<String, Object> selection(RunRequest request) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("now", clock.instant().getEpochSecond());
        parameters.put("anytime", request.anyTime());
        parameters.put("anycourse", request.anyCourse());
        parameters.put("courses", request.ids());
        Set<Long> deleted = passedOver.get();
        // SQL has no empty list
        parameters.put("deleted", deleted.isEmpty() ? Set.of(0L) : deleted);
        return parameters;
    }

    /**
     * Counts a selected course before it goes into the queue. False if it is already there or being worked on.
     *
     * @throws RunStoppedException if the program is being stopped
     */
    public boolean offer(@Body Map<String, ?> row, Exchange exchange) throws RunStoppedException {
        ActiveRun run = active;
        if (run == null || run.stopping()) {
            throw new RunStoppedException();
        }
        long courseId = ((Number) row.get("courseid")).longValue();
        if (!run.offer(courseId)) {
            return false;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                run.withdraw(courseId);
            }

            @Override
            public boolean allowHandover() {
                return false;
            }
        });
        return true;
    }

    /** A worker begins a course; if the run is being stopped the exchange ends here. */
    public void take(@Body Map<String, ?> row, Exchange exchange) {
        ActiveRun run = active;
        CourseWork work = new CourseWork(run == null ? 0 : run.id(), row, clock.instant());
        if (run == null || !run.take(work)) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setVariable(CourseWork.VARIABLE, work);
        // or what splits of this course hold would stay until the exchange of the whole selection is done
        exchange.removeProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                settle(run, work, done.getException());
            }

            @Override
            public boolean allowHandover() {
                return false;
            }
        });
    }

    private void settle(ActiveRun run, CourseWork work, Exception failure) {
        Result result = work.result();
        if (failure != null) {
            LOG.error(
                    "Course {}: its outcome could not be recorded ({}). Its status will be corrected at"
                            + " the next start.",
                    work.getCourseId(),
                    failure.toString());
            result = Result.FAILED;
            if (work.result() == null) {
                work.finish(result, Reason.of(failure), clock.instant(), clock.instant());
            }
        }
        run.count(work, result);
        try {
            if (result != null) {
                listeners.forEach(listener -> listener.settled(work, run.summary()));
            }
        } finally {
            run.settle(work, result);
        }
    }

    /**
     * Waits for the last course and ends the run; the body becomes its {@link RunSummary}.
     *
     * @throws RunGivenUpException if the run was given up before its end
     */
    public RunSummary end() throws InterruptedException, RunGivenUpException {
        ActiveRun run = active;
        if (run == null) {
            // the program is being stopped, and the run was closed while its last courses were being selected
            return last;
        }
        run.selected();
        run.awaitAll();
        if (run.givenUp() != null) {
            throw new RunGivenUpException(run.givenUp());
        }
        return close(run, null);
    }

    /** The run itself failed: courses already handed on are finished, then it ends with that reason. */
    public RunSummary fail(Exchange exchange) throws InterruptedException {
        ActiveRun run = active;
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        // the split wraps exceptions thrown inside it
        if (run == null || ObjectHelper.getException(RunActiveException.class, cause) != null) {
            return null;
        }
        run.awaitAll();
        if (run.givenUp() != null) {
            return close(run, run.givenUp());
        }
        return close(
                run, ObjectHelper.getException(RunStoppedException.class, cause) != null ? null : Reason.of(cause));
    }

    private synchronized RunSummary close(ActiveRun run, String failure) {
        if (active != run) {
            return last;
        }
        last = run.summary();
        try {
            if (run.request().dryRun()) {
                return last;
            }
            String state = failure != null
                    ? "failed"
                    : !last.interrupted() ? "finished" : run.byHand() ? "stopped" : "interrupted";
            record(run, state, failure);
            forgetOld();
        } finally {
            active = null;
            turn.release();
        }
        listeners.forEach(listener -> listener.ended(last, failure));
        return last;
    }

    /** Of a run that has failed the reason is told already, and the next run records an end that is missing. */
    private void record(ActiveRun run, String state, String failure) {
        try {
            history.end(run.id(), state, failure, last.offered(), clock.instant());
        } catch (DataAccessException unwritten) {
            if (failure == null) {
                throw unwritten;
            }
            LOG.error(
                    "Run {} failed: {} The history could not record that: {} The next run records that it ended.",
                    run.id(),
                    failure,
                    Reason.of(unwritten));
        }
    }

    /** Whether the history gets smaller is no matter of the run. */
    private void forgetOld() {
        try {
            history.forgetBefore(clock.instant().minus(remember));
            history.compact();
        } catch (DataAccessException failure) {
            LOG.warn("Old runs were not removed from the history: {} The next run tries again.", Reason.of(failure));
        }
    }

    /**
     * The program ends: takes no further courses, and what goes on between runs gives way. Returns the courses not done
     * when the patience, which is for both, is over, or sooner if all of them are held up. Empty if no run is active.
     *
     * @param heldUp whether a course cannot go on
     */
    public List<CourseWork> stop(Duration patience, Predicate<CourseWork> heldUp) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            ending = true;
        }
        takeNoMore();
        turn.awaitOthers(patience);
        // one may have begun while that was waited for
        ActiveRun run = takeNoMore();
        return run == null
                ? List.of()
                : run.awaitWorkers(Duration.ofNanos(Math.max(0, end - System.nanoTime())), heldUp);
    }

    private ActiveRun takeNoMore() {
        ActiveRun run = active;
        if (run != null) {
            run.stop();
        }
        return run;
    }

    /** Counts a course that was not done when the patience was over under the result recorded for it. */
    public void interrupted(CourseWork work) {
        ActiveRun run = active;
        if (run != null) {
            run.settle(work, work.result());
        }
    }

    /** Ends a run that was stopped while courses were being worked on. */
    public void abandon() {
        ActiveRun run = active;
        if (run != null) {
            close(run, null);
        }
    }

    /**
     * Does something that needs the run lock outside a run; does nothing and returns false if another run is active.
     */
    public boolean alone(Runnable action) throws IOException {
        return turn.alone(action);
    }

    /**
     * The run in progress takes no further courses; those left wait for the next regular start or a run that somebody
     * asks for. False if no run is in progress.
     */
    public boolean stopAfterCurrentCourses() {
        ActiveRun run = active;
        if (run == null) {
            return false;
        }
        resting = true;
        run.stopByHand();
        return true;
    }

    /** The run in progress takes no further courses and ends as failed; courses that were not begun stay due. */
    public void giveUp(String reason) {
        ActiveRun run = active;
        if (run != null) {
            run.giveUp(reason);
        }
    }

    /** Whether the run in progress takes no further courses, or none is in progress. */
    public boolean stopping() {
        ActiveRun run = active;
        return run == null || run.stopping();
    }

    /**
     * Whether courses may be tried again between regular starts: nothing runs, and nobody stopped the last run or the
     * schedule by hand.
     */
    public boolean mayCatchUp() {
        return idle() && !ending && !resting && !restWhile.getAsBoolean();
    }

    /** Whether no run is in progress in this process. */
    public boolean idle() {
        return active == null;
    }

    /** Id of the run in progress; 0 for none. */
    public long currentId() {
        ActiveRun run = active;
        return run == null ? 0 : run.id();
    }

    /** Whether the run in progress was asked to ignore the skip rules. */
    public boolean force() {
        ActiveRun run = active;
        return run != null && run.request().force();
    }

    /** Whether the run in progress was asked for new archives, unchanged courses or not. */
    public boolean insists() {
        ActiveRun run = active;
        return run != null && run.request().insists();
    }

    /** The run in progress, or empty. */
    public Optional<RunSummary> current() {
        return Optional.ofNullable(active).map(ActiveRun::summary);
    }

    /** The last run of this process that ended, or empty. */
    public Optional<RunSummary> last() {
        return Optional.ofNullable(last);
    }
}
