package org.coursebackup.report;

import java.util.List;

/**
 * A figure of the latest runs.
 *
 * @param values oldest first, the last run's at the end
 * @param from where the usual range begins: nine of ten earlier runs had more; -1 if there are too few to tell
 * @param to where it ends: nine of ten earlier runs had less; -1 if there are too few to tell
 * @param last {@code usual}, {@code above} or {@code below} the range; {@code unknown} if there is none
 */
public record Trend(List<Long> values, long from, long to, String last) {
    private static final int ENOUGH = 6;

    static Trend of(List<Long> values) {
        if (values.size() < ENOUGH) {
            return new Trend(values, -1, -1, "unknown");
        }
        List<Long> earlier =
                values.subList(0, values.size() - 1).stream().sorted().toList();
        int edge = earlier.size() / 10;
        long from = earlier.get(edge);
        long to = earlier.get(earlier.size() - 1 - edge);
        long last = values.get(values.size() - 1);
        return new Trend(values, from, to, last > to ? "above" : last < from ? "below" : "usual");
    }

    /** The last run's value. */
    public long latest() {
        return values.get(values.size() - 1);
    }
}
