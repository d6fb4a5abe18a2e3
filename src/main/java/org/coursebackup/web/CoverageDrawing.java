package org.coursebackup.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

import org.coursebackup.history.SiteDay;
import org.coursebackup.history.SiteFigures.Ages;

/** Draws day by day how many courses had a newest good archive of which age, in an area 720 wide and 140 high. */
public final class CoverageDrawing {
    /**
     * One age.
     *
     * @param colour the class in the style sheet
     * @param path of an SVG path
     */
    public record Band(String colour, String path) {}

    private static final int DAYS = 90;
    private static final double WIDTH = 720;
    private static final double HEIGHT = 140;
    private static final double SLOT = WIDTH / DAYS;

    private final List<Band> bands = new ArrayList<>();
    private final List<SiteDay> days;
    private final LocalDate first;
    private final long most;

    /** Days that are missing stay empty, since nobody knows what they were like. */
    CoverageDrawing(List<SiteDay> days, LocalDate today) {
        this.days = days;
        first = today.minusDays(DAYS - 1);
        most = days.stream().mapToLong(day -> day.ages().courses()).max().orElse(0);
        long[] below = new long[days.size()];
        band("a1", Ages::day, below);
        band("a2", Ages::week, below);
        band("a3", Ages::month, below);
        band("a4", Ages::older, below);
        band("a5", Ages::none, below);
        band("a6", Ages::skipped, below);
    }

    private void band(String colour, ToLongFunction<Ages> figure, long[] below) {
        StringBuilder path = new StringBuilder();
        for (int n = 0; n < days.size(); n++) {
            long count = figure.applyAsLong(days.get(n).ages());
            if (count > 0) {
                double height = HEIGHT * count / most;
                path.append(String.format(
                        Locale.ROOT,
                        "M%.1f %.1fh%.1fv%.1fh-%.1fz",
                        SLOT * (days.get(n).day().toEpochDay() - first.toEpochDay()),
                        HEIGHT - HEIGHT * below[n] / most - height,
                        SLOT,
                        height,
                        SLOT));
                below[n] += count;
            }
        }
        if (!path.isEmpty()) {
            bands.add(new Band(colour, path.toString()));
        }
    }

    public List<Band> bands() {
        return bands;
    }

    /** The days of which something is known, newest first. */
    public List<SiteDay> days() {
        List<SiteDay> newest = new ArrayList<>(days);
        Collections.reverse(newest);
        return newest;
    }

    public LocalDate first() {
        return first;
    }

    /** The most courses on a day. */
    public long most() {
        return most;
    }
}
