package org.coursebackup.compare;

import java.util.List;

/**
 * Whether two archives agree about one component.
 *
 * @param component frankenstyle name, or {@code core}
 * @param differences sentences that name document, row and element; the first so many of them
 * @param count of all differences
 */
public record ComponentVerdict(String component, List<String> differences, int count) {
    /** Moodle itself, as a component. */
    public static final String CORE = "core";

    public boolean equal() {
        return count == 0;
    }
}
