package org.coursebackup.run;

import java.time.Duration;
import java.util.Locale;

/** Figures worded for people. */
public final class Words {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /** Bytes in decimal units, with one decimal place below 100. */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** Seconds with one decimal place, or in longer units. */
    public static String seconds(Duration duration) {
        return duration.toMinutes() < 1
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : duration(duration);
    }

    /** The two largest units: 3 d 4 h, 2 h 5 min, 3 min 20 s. */
    public static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    /** A run in one line. */
    public static String summary(RunSummary run) {
        return String.format(
                Locale.ROOT,
                "%,d courses: %,d OK, %,d with warnings, %,d unchanged, %,d skipped, %,d failed; %s written.",
                run.done(),
                run.ok(),
                run.warned(),
                run.unchanged(),
                run.skipped(),
                run.failed(),
                bytes(run.bytes()));
    }
}
