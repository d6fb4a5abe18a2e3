package org.coursebackup.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.verify.Finding.Severity;

/**
 * Collects findings; keeps the first fifty of each severity and counts the rest, so that a ruined archive takes no more
 * memory than a good one.
 */
final class Findings {
    private static final int KEPT = 50;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    void error(String text) {
        add(Severity.ERROR, text);
    }

    void warning(String text) {
        add(Severity.WARNING, text);
    }

    void note(String text) {
        add(Severity.NOTE, text);
    }

    List<Finding> list() {
        List<Finding> all = new ArrayList<>(kept);
        counts.forEach((severity, count) -> {
            if (count > KEPT) {
                all.add(new Finding(severity, (count - KEPT) + " more of these"));
            }
        });
        return List.copyOf(all);
    }

    private void add(Severity severity, String text) {
        if (counts.merge(severity, 1, Integer::sum) <= KEPT) {
            kept.add(new Finding(severity, Printable.of(text)));
        }
    }
}
