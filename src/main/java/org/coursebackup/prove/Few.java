package org.coursebackup.prove;

import java.util.Collection;
import java.util.List;

/** The first few of many names, for a sentence. */
final class Few {
    private static final int MOST = 8;

    private Few() {}

    /** In the order given: {@code a, b and 12 more}. */
    static String of(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return String.join(", ", all.subList(0, Math.min(MOST, all.size())))
                + (all.size() > MOST ? " and " + (all.size() - MOST) + " more" : "");
    }
}
