package org.coursebackup.cli;

import java.time.Duration;

/**
 * Ends a process that is being stopped if its orderly end takes too long, since a database, a target or a mounted disk
 * may hang for ever. Nothing is lost: the next start finds what was being worked on, as after a kill.
 */
final class LastResort {
    /** Time for what comes after the wait for courses: recording how they ended, closing routes and connections. */
    static final Duration GRACE = Duration.ofSeconds(8);

    private LastResort() {}

    /** Ends the process after that time; returns at once. */
    static void after(Duration limit) {
        Thread thread = new Thread(() -> end(limit), "last resort");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Duration limit) {
        try {
            Thread.currentThread().join(limit.toMillis());
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        System.err.println("Stopped without an orderly end: a database or a disk did not answer for "
                + limit.toSeconds() + " seconds. What was being worked on is due at the next start, which cleans up.");
        Runtime.getRuntime().halt(130);
    }
}
