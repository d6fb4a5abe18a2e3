package org.coursebackup.compare;

import java.util.List;

/**
 * Whether two archives agree about one component.
 *
 * @param component frankenstyle name, or {@code core}
 * @param differences sentences that name document, row and element; only the first few of them
 * @param count number of all differences
 */
public record ComponentVerdict(String component, List<String> differences, int count) {
    /** Moodle itself, as a component. */
    public static final String CORE = "core";

    public boolean equal() {
        return count == 0;
    }
}
