package org.coursebackup.run;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The bean {@code catchUp} of the routes: whether courses that failed or were interrupted are tried again now, between
 * two regular starts.
 */
public final class CatchUp {
    private final BooleanSupplier night;
    private final Runs runs;
    private final LongSupplier due;

    /**
     * @param night whether the night of a regular start lasts still
     * @param due how many courses are due; asks Moodle's database, and only when everything else is in order
     */
    public CatchUp(BooleanSupplier night, Runs runs, LongSupplier due) {
        this.night = night;
        this.runs = runs;
        this.due = due;
    }

    /** By night, while nothing runs, unless somebody stopped the last run by hand, and when a course is due. */
    public boolean wanted() {
        return night.getAsBoolean() && runs.mayCatchUp() && due.getAsLong() > 0;
    }
}
