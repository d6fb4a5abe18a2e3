package org.coursebackup.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other threads do, never longer than a limit. */
public final class Until {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Until() {}

    /** @throws AssertionError naming what did not happen within half a minute */
    public static void holds(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + LIMIT.toSeconds() + " seconds: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
