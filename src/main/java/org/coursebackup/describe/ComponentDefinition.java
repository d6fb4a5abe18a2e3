package org.coursebackup.describe;

import java.util.List;

/**
 * What became of one component.
 *
 * @param component such as {@code mod_hvp}
 * @param version of the component, empty where it has none
 * @param elements how many kinds of element it adds to archives
 * @param verdict how much of it is described
 * @param reasons what is missing and why, for a reader
 * @param text the definition file, null when none is written
 */
record ComponentDefinition(
        String component, String version, int elements, Verdict verdict, List<String> reasons, String text) {
    /** How much of a component's part of archives a definition says. */
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
