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
import java.util.function.Supplier;

import org.coursebackup.settings.Problem;

/**
 * Whether a run could work now: databases, file pool, target, routes. Checked at most once in ten seconds, however
 * often it is asked.
 */
public final class Health {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int PATIENCE_SECONDS = 8;

    private final Supplier<List<Problem>> look;
    private final Supplier<List<Problem>> glance;
    private final Clock clock;
    private final ExecutorService looking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "readiness");
        thread.setDaemon(true);
        return thread;
    });
    private Future<List<Problem>> running;
    private List<Problem> found = List.of();
    private Instant when = Instant.MIN;

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
        List<Problem> problems = new ArrayList<>(glance.get());
        problems.addAll(looked());
        return problems;
    }

    private synchronized List<Problem> looked() {
        if (clock.instant().isBefore(when.plus(FRESH))) {
            return found;
        }
        if (running == null) {
            running = looking.submit(look::get);
        }
        try {
            found = running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            running = null;
        } catch (TimeoutException hangs) {
            found = List.of(new Problem(
                    "readiness",
                    "databases, file pool or target have not answered for " + PATIENCE_SECONDS
                            + " seconds. Look for a database or a mounted disk that hangs."));
        } catch (ExecutionException failure) {
            found = new ArrayList<>(List.of(new Problem("readiness", String.valueOf(failure.getCause()))));
            running = null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        when = clock.instant();
        return found;
    }
}
