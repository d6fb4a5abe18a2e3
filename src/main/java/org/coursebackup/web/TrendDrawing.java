package org.coursebackup.web;

import java.util.List;
import java.util.Locale;

import org.coursebackup.report.Trend;

/** Draws a figure of the latest runs from 0 on, in an area 220 wide and 48 high, with its usual range behind it. */
public final class TrendDrawing {
    private static final double WIDTH = 220;
    private static final double HEIGHT = 48;
    private static final double EDGE = 4;

    private final Trend trend;
    private final double most;

    TrendDrawing(Trend trend) {
        this.trend = trend;
        this.most = Math.max(
                1,
                Math.max(
                        trend.to(),
                        trend.values().stream().mapToLong(Long::longValue).max().orElse(0)));
    }

    public Trend trend() {
        return trend;
    }

    /** The largest value. */
    public long most() {
        return trend.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Points of the line. */
    public String points() {
        List<Long> values = trend.values();
        StringBuilder points = new StringBuilder();
        for (int n = 0; n < values.size(); n++) {
            points.append(number(x(n, values.size())))
                    .append(',')
                    .append(number(y(values.get(n))))
                    .append(' ');
        }
        return points.toString().trim();
    }

    /** The last run's point. */
    public String lastX() {
        return number(x(trend.values().size() - 1, trend.values().size()));
    }

    public String lastY() {
        return number(y(trend.latest()));
    }

    /** Upper edge of the usual range. */
    public String top() {
        return number(y(trend.to()));
    }

    /** Height of the usual range. */
    public String range() {
        return number(Math.max(1, y(trend.from()) - y(trend.to())));
    }

    private static double x(int n, int count) {
        return count == 1 ? WIDTH - EDGE : EDGE + (WIDTH - 2 * EDGE) * n / (count - 1);
    }

    private double y(long value) {
        return HEIGHT - 2 - (HEIGHT - 6) * value / most;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
