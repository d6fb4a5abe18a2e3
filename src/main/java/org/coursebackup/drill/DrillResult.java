package org.coursebackup.drill;

import java.util.List;

/**
 * What became of restoring one archive.
 *
 * @param rows number of rows that were expected and found again
 * @param differences what was not there after it; empty if all was
 * @param notes what Moodle remarked, and what was not looked at
 */
public record DrillResult(long rows, List<Difference> differences, List<String> notes) {
    /** Whether all of it came back. */
    public boolean restored() {
        return differences.isEmpty();
    }
}
