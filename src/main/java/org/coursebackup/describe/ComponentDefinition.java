package org.coursebackup.describe;

import java.util.List;

/**
 * The result for one component.
 *
 * @param component such as {@code mod_hvp}
 * @param version version of the component; empty if it has none
 * @param elements how many kinds of element it adds to archives
 * @param verdict how much of its part is described
 * @param reasons what is missing and why, for people
 * @param text the definition file; null if none is written
 */
record ComponentDefinition(
        String component, String version, int elements, Verdict verdict, List<String> reasons, String text) {
    /** How much of a component's part in archives its definition covers. */
    enum Verdict {
        OURS("by the program's own definition"),
        DESCRIBED("described"),
        AMENDED("described: added to the program's own definition"),
        IN_PART("described in part"),
        NOT_POSSIBLE("not possible"),
        NOTHING("adds nothing to archives");

        final String words;

        Verdict(String words) {
            this.words = words;
        }
    }
}
