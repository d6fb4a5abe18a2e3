package org.coursebackup.cli;

import java.util.concurrent.atomic.AtomicBoolean;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGINT, SIGTERM and SIGHUP, caught before the JVM begins to shut down. A shutdown hook would be too late: the hooks
 * of libraries run at the same time, and the history's database closes itself while it is still needed.
 */
final class StopSignals {
    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private final Runnable action;
    private final AtomicBoolean heard = new AtomicBoolean();

    /** @param action is run once, at the first signal, and has to end the process */
    StopSignals(Runnable action) {
        this.action = action;
    }

    void listen() {
        handle(signal -> {
            if (heard.compareAndSet(false, true)) {
                action.run();
            }
        });
    }

    void ignore() {
        handle(SignalHandler.SIG_DFL);
    }

    private static void handle(SignalHandler handler) {
        for (String name : NAMES) {
            try {
                Signal.handle(new Signal(name), handler);
            } catch (IllegalArgumentException unknownHere) {
                // a system without this signal, or a JVM that leaves signals alone (-Xrs): the default remains
            }
        }
    }
}
