package org.coursebackup.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Whose turn it is: that of a run, of what is done between runs, or of another process. */
final class RunTurn {
    /** How long a run's start waits at most for what is done between runs. */
    private static final Duration LONGEST_TIDYING = Duration.ofMinutes(10);
    /** How the lock of a process that tidies up begins. */
    private static final String TIDYING = "tidying up";

    private static final long LOOK_MILLIS = 500;

    private final RunLock lock;
    private final BooleanSupplier ending;
    private final Clock clock;
    private final ReentrantLock tidying = new ReentrantLock();
    private final AtomicInteger wanted = new AtomicInteger();

    /** @param ending whether the program is being stopped, so that nothing begins any more */
    RunTurn(RunLock lock, BooleanSupplier ending, Clock clock) {
        this.lock = lock;
        this.ending = ending;
        this.clock = clock;
    }

    /** Takes the run lock; a start while this process is tidying up waits, since it would be lost otherwise. */
    void acquire() throws RunActiveException, IOException, InterruptedException {
        wanted.incrementAndGet();
        try {
            boolean mine = tidying.tryLock(LONGEST_TIDYING.toSeconds(), TimeUnit.SECONDS);
            try {
                acquireAfterTidying();
            } finally {
                if (mine) {
                    tidying.unlock();
                }
            }
        } finally {
            wanted.decrementAndGet();
        }
    }

    /** Another process that tidies up when it starts is through in a moment; a start is not lost for it. */
    private void acquireAfterTidying() throws RunActiveException, IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TIDYING.toNanos();
        while (true) {
            try {
                lock.acquire(ThisProcess.since(clock.instant()));
                return;
            } catch (RunActiveException busy) {
                if (!busy.holder().startsWith(TIDYING) || ending.getAsBoolean() || System.nanoTime() > end) {
                    throw busy;
                }
                synchronized (this) {
                    wait(LOOK_MILLIS);
                }
            }
        }
    }

    void release() {
        lock.release();
    }

    /** {@link Runs#between}; not while busy. */
    boolean between(BooleanSupplier busy, Consumer<BooleanSupplier> work) {
        BooleanSupplier giveWay = () -> busy.getAsBoolean() || wanted.get() > 0;
        if (giveWay.getAsBoolean() || !tidying.tryLock()) {
            return false;
        }
        try {
            if (giveWay.getAsBoolean()) {
                return false;
            }
            work.accept(giveWay);
            return true;
        } finally {
            tidying.unlock();
        }
    }

    /** {@link Runs#alone}. */
    boolean alone(Runnable action) throws IOException {
        tidying.lock();
        try {
            lock.acquire(TIDYING + ", " + ThisProcess.since(clock.instant()));
            try {
                action.run();
                return true;
            } finally {
                lock.release();
            }
        } catch (RunActiveException busy) {
            return false;
        } finally {
            tidying.unlock();
        }
    }

    /** Waits until what is done between runs has given way, or the patience is over. */
    void awaitOthers(Duration patience) throws InterruptedException {
        if (tidying.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            tidying.unlock();
        }
    }
}
