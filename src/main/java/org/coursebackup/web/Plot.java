package org.coursebackup.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;

import org.coursebackup.history.SiteFigures.Stretch;
import org.coursebackup.language.Language;
import org.coursebackup.report.RunView;

/** Turns figures into the geometry of small inline SVGs. */
public final class Plot {
    /** A bar of the throughput plot, in an area 720 wide and 160 high. */
    public record Bar(String x, String y, String width, String height, Stretch stretch) {}

    private static final int WIDTH = 720;
    private static final int HEIGHT = 160;

    private final List<Bar> bars = new ArrayList<>();
    private final long most;
    private final Duration length;

    /** Courses processed over time. */
    Plot(RunView view, Duration took) {
        long seconds = took.toSeconds() + 1;
        length = Duration.ofSeconds(seconds);
        most = view.throughput().stream().mapToLong(Stretch::done).max().orElse(0);
        double width = (double) WIDTH * view.stretch().toSeconds() / seconds;
        for (Stretch stretch : view.throughput()) {
            double height = (double) HEIGHT * stretch.done() / Math.max(1, most);
            bars.add(new Bar(
                    number((double) WIDTH * stretch.begins().toSeconds() / seconds),
                    number(HEIGHT - height),
                    number(Math.max(1, Math.min(width - 1, 80))),
                    number(height),
                    stretch));
        }
    }

    public List<Bar> bars() {
        return bars;
    }

    /** Courses in the busiest stretch. */
    public long most() {
        return most;
    }

    /** Time from the left to the right edge. */
    public Duration length() {
        return length;
    }

    /** Points of a line through sizes from 0 on, in an area 64 wide and 18 high; empty for fewer than two. */
    static String trend(List<Long> sizes) {
        if (sizes.size() < 2) {
            return "";
        }
        long most = Math.max(1, sizes.stream().mapToLong(Long::longValue).max().orElse(0));
        StringBuilder points = new StringBuilder();
        for (int n = 0; n < sizes.size(); n++) {
            points.append(number(1 + 62.0 * n / (sizes.size() - 1)))
                    .append(',')
                    .append(number(16 - 14.0 * sizes.get(n) / most))
                    .append(' ');
        }
        return points.toString().trim();
    }

    /** The same in words. */
    static String range(Language language, List<Long> sizes) {
        LongSummaryStatistics all = sizes.stream().mapToLong(Long::longValue).summaryStatistics();
        String least = language.notation().bytes(all.getMin());
        String most = language.notation().bytes(all.getMax());
        return all.getCount() == 0
                ? ""
                : all.getMin() == all.getMax()
                        ? language.say("sizes.equal", all.getCount(), least)
                        : language.say("sizes.range", all.getCount(), least, most);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
