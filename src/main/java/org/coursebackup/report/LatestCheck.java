package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that takes seconds to find out, found out in the background, one at a time, and shown with its date.
 *
 * @param <T> what is found
 */
public final class LatestCheck<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LatestCheck.class);

    /**
     * What is known.
     *
     * @param found null before the first has ended
     * @param asOf when that began; null before the first has ended
     * @param running whether it is being found out anew
     */
    public record Known<T>(T found, Instant asOf, boolean running) {}

    private final String what;
    private final Supplier<T> finder;
    private final Duration fresh;
    private final Clock clock;
    private T found;
    private Instant asOf;
    private CompletableFuture<Void> running;

    /**
     * @param what what is found out, for the name of the thread and the log
     * @param fresh for how long what was found is shown without looking again
     */
    public LatestCheck(String what, Supplier<T> finder, Duration fresh, Clock clock) {
        this.what = what;
        this.finder = finder;
        this.fresh = fresh;
        this.clock = clock;
    }

    /** What is known now; if that is nothing, or old, it is being found out from now on. */
    public synchronized Known<T> known() {
        if (asOf == null || asOf.isBefore(clock.instant().minus(fresh))) {
            begin();
        }
        return new Known<>(found, asOf, running != null);
    }

    /** The same after waiting at most that long for what is being found out. */
    public Known<T> known(Duration patience) {
        CompletableFuture<Void> wanted;
        synchronized (this) {
            known();
            wanted = running;
        }
        if (wanted != null) {
            try {
                wanted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException goesOn) {
                LOG.debug("{} goes on", what);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            return new Known<>(found, asOf, running != null);
        }
    }

    /** Finds it out anew, unless that is being done. */
    public synchronized void begin() {
        if (running != null) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        running = done;
        Instant begun = clock.instant();
        Thread thread = new Thread(() -> find(begun, done), what + " for the page");
        thread.setDaemon(true);
        thread.start();
    }

    private void find(Instant begun, CompletableFuture<Void> done) {
        T now = null;
        try {
            now = finder.get();
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The {} for the page failed: {} It is tried again when it is asked for.", what, failure.toString());
        }
        synchronized (this) {
            if (now != null) {
                found = now;
                asOf = begun;
            }
            running = null;
        }
        done.complete(null);
    }
}
