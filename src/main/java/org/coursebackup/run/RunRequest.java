package org.coursebackup.run;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a run is asked to do.
 *
 * @param all every course, whatever is due
 * @param force no skip rules
 * @param dryRun only tell what would happen
 * @param courses only these, whatever is due; empty for no such limit
 * @param cause who asked, for the history: schedule, catch-up, command ...
 */
public record RunRequest(boolean all, boolean force, boolean dryRun, Set<Long> courses, String cause) {
    public RunRequest {
        courses = Set.copyOf(courses);
    }

    /** What is due, under the rules. */
    public static RunRequest due(String cause) {
        return new RunRequest(false, false, false, Set.of(), cause);
    }

    /** Parameter of the selection: 1 to take courses that are not due. */
    int anyTime() {
        return all || !courses.isEmpty() ? 1 : 0;
    }

    /** Parameter of the selection: 1 to take every course, not only {@link #ids()}. */
    int anyCourse() {
        return courses.isEmpty() ? 1 : 0;
    }

    /** Parameter of the selection; never empty, since SQL knows no empty list. */
    Set<Long> ids() {
        return courses.isEmpty() ? Set.of(0L) : new TreeSet<>(courses);
    }
}
