package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.coursebackup.settings.Problem;

/**
 * Whether a run could work now: databases, file pool, target, routes. Checked at most once in ten seconds, however
 * often it is asked.
 */
public final class Health {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int PATIENCE_SECONDS = 8;
    /** A page is not kept waiting longer. */
    private static final int PAGE_SECONDS = 1;

    private final Supplier<List<Problem>> look;
    private final Supplier<List<Problem>> glance;
    private final Clock clock;
    private final ExecutorService looking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "readiness");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock asking = new ReentrantLock();
    private Future<List<Problem>> running;
    private volatile List<Problem> found = List.of();
    private volatile Instant when = Instant.MIN;

    /**
     * @param look a check that takes a while, so its result is kept for some seconds
     * @param glance a check that costs nothing
     */
    public Health(Supplier<List<Problem>> look, Supplier<List<Problem>> glance, Clock clock) {
        this.look = look;
        this.glance = glance;
        this.clock = clock;
    }

    /** What prevents a run, in words; empty if nothing does. */
    public List<Problem> problems() {
        return problems(PATIENCE_SECONDS);
    }

    /** The same without much waiting: as it was found last, if looking takes longer than a moment. */
    public List<Problem> known() {
        return problems(PAGE_SECONDS);
    }

    private List<Problem> problems(int seconds) {
        List<Problem> problems = new ArrayList<>(glance.get());
        problems.addAll(looked(seconds));
        return problems;
    }

    private List<Problem> looked(int seconds) {
        boolean mine = false;
        try {
            mine = asking.tryLock(seconds, TimeUnit.SECONDS);
            if (mine && !clock.instant().isBefore(when.plus(FRESH))) {
                look(seconds);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            if (mine) {
                asking.unlock();
            }
        }
        return found;
    }

    private void look(int seconds) throws InterruptedException {
        if (running == null) {
            running = looking.submit(look::get);
        }
        try {
            found = running.get(seconds, TimeUnit.SECONDS);
            running = null;
        } catch (TimeoutException hangs) {
            if (seconds < PATIENCE_SECONDS) {
                return;
            }
            found = List.of(new Problem(
                    "readiness",
                    "databases, file pool or target have not answered for " + PATIENCE_SECONDS
                            + " seconds. Look for a database or a mounted disk that hangs."));
        } catch (ExecutionException failure) {
            found = new ArrayList<>(List.of(new Problem("readiness", String.valueOf(failure.getCause()))));
            running = null;
        }
        when = clock.instant();
    }
}
