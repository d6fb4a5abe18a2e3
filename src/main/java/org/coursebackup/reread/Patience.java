package org.coursebackup.reread;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether a reading has to end early; asked for every few kilobytes. Once it is over it stays over. Thread-safe. */
final class Patience implements BooleanSupplier {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final BooleanSupplier here;
    private final BooleanSupplier elsewhere;
    private long looked = System.nanoTime();
    private boolean over;

    /**
     * @param here whether something in this process wants to begin
     * @param elsewhere whether another process has begun something; asks a database, so only now and then
     */
    Patience(BooleanSupplier here, BooleanSupplier elsewhere) {
        this.here = here;
        this.elsewhere = elsewhere;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        if (!over) {
            long now = System.nanoTime();
            boolean look = now - looked > LOOK_NANOS;
            if (look) {
                looked = now;
            }
            over = here.getAsBoolean() || look && elsewhere.getAsBoolean();
        }
        return over;
    }
}
