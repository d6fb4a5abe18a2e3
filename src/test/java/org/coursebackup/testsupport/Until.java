package org.coursebackup.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads do, never longer than a limit. */
public final class Until {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Short, since tests look for moments, and yet the machine is for those who are waited for. */
    private static final long PAUSE_NANOS = 2_000_000;

    private Until() {}

    /** @throws AssertionError naming what did not happen within half a minute */
    public static void holds(String what, Callable<Boolean> condition) throws Exception {
        holds(what, LIMIT, condition);
    }

    /** @throws AssertionError naming what did not happen within that time */
    public static void holds(String what, Duration limit, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + limit.toSeconds() + " seconds: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
