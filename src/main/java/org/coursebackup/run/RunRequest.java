package org.coursebackup.run;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a run is asked to do.
 *
 * @param all every course, due or not
 * @param force no skip rules
 * @param dryRun only say what would happen
 * @param courses only these, due or not; empty for no such limit
 * @param cause who asked, for the history: schedule, catch-up, command ...
 */
public record RunRequest(boolean all, boolean force, boolean dryRun, Set<Long> courses, String cause) {
    public RunRequest {
        courses = Set.copyOf(courses);
    }

    /** Courses that are due, subject to the skip rules. */
    public static RunRequest due(String cause) {
        return new RunRequest(false, false, false, Set.of(), cause);
    }

    /** Whether somebody asked for new archives: of courses by name, or whatever the rules say. */
    boolean insists() {
        return force || !courses.isEmpty();
    }

    /** Parameter of the selection: 1 to take courses that are not due. */
    int anyTime() {
        return all || !courses.isEmpty() ? 1 : 0;
    }

    /** Parameter of the selection: 1 to take every course, not only {@link #ids()}. */
    int anyCourse() {
        return courses.isEmpty() ? 1 : 0;
    }

    /** Parameter of the selection; never empty, since SQL has no empty list. */
    Set<Long> ids() {
        return courses.isEmpty() ? Set.of(0L) : new TreeSet<>(courses);
    }
}
