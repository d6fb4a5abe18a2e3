package org.coursebackup.run;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The bean {@code catchUp} of the routes: whether failed and interrupted courses are tried again now, between two
 * regular starts.
 */
public final class CatchUp {
    /** What the history says of runs begun by it. */
    static final String CAUSE = "catch-up";

    private final BooleanSupplier night;
    private final Runs runs;
    private final LongSupplier due;

    /**
     * @param night whether the night of a regular start is not yet over
     * @param due how many courses are due; queries Moodle's database, so it is asked only if everything else allows a
     *     run
     */
    public CatchUp(BooleanSupplier night, Runs runs, LongSupplier due) {
        this.night = night;
        this.runs = runs;
        this.due = due;
    }

    /** What the route asks for: the courses that are due, known as a catch-up. */
    public RunRequest request() {
        return RunRequest.due(CAUSE);
    }

    /** At night, if nothing runs, a course is due, and nobody stopped the last run or the schedule by hand. */
    public boolean wanted() {
        return night.getAsBoolean() && runs.mayCatchUp() && due.getAsLong() > 0;
    }
}
