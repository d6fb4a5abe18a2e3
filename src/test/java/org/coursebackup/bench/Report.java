package org.coursebackup.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints results as tables that can be pasted into documentation. */
final class Report {
    private static final PrintStream OUT = System.out;

    private Report() {}

    static void print(Result result) {
        OUT.printf(
                Locale.ROOT,
                "%n## %s: file pool %.0f MB, %,d rows; load %.1f before%n%n",
                result.site(),
                result.poolBytes() / 1e6,
                result.limit().rows(),
                result.load());
        OUT.printf(
                Locale.ROOT,
                "cp of the pool %s and a dump of the database %s: %s together.%n%n",
                seconds(result.limit().copy()),
                seconds(result.limit().dump()),
                seconds(result.limit().together()));
        List<Cost> nights = result.nights();
        row("", nights, Cost::name);
        row("---", nights, night -> "---");
        row("time, cold start included", nights, night -> seconds(night.took()));
        row(
                "processor, seconds",
                nights,
                night -> number("%.1f", night.program().processorSeconds()));
        row("of the database and all else", nights, night -> number("%.1f", night.otherSeconds()));
        row("times cp and dump", nights, night -> number("%.2f", result.timesLimit(night)));
        row("courses archived", nights, night -> String.valueOf(night.archived()));
        row("courses unchanged", nights, night -> String.valueOf(night.unchanged()));
        row("courses an hour", nights, night -> number("%,d", night.coursesAnHour()));
        row("MB of archives a second", nights, night -> number("%.1f", night.megabytesASecond()));
        row("SQL statements for courses", nights, night -> number("%,d", night.statements()));
        row("MB of archives", nights, night -> number("%.1f", night.bytes() / 1e6));
        row("MB read", nights, night -> number("%.0f", night.program().read() / 1e6));
        row("MB written", nights, night -> number("%.0f", night.program().written() / 1e6));
        row(
                "peak heap, MB of 256",
                nights,
                night -> number("%.0f", night.program().peakHeap() / 1048576.0));
        row("peak memory, MB", nights, night -> number("%.0f", night.program().peakResident() / 1048576.0));
        row(
                "from process start to the run",
                nights,
                night -> seconds(night.program().firstRun()));
        row("to the first course", nights, night -> seconds(night.program().firstCourse()));
        OUT.println();
        mark("first night, times cp and dump", result.timesLimit(result.twoWorkers()), "at most", 2);
        mark("second night, times cp and dump", result.timesLimit(result.second()), "at most", 0.2);
        mark(
                "second night, bytes written of the first's",
                (double) result.second().program().written()
                        / result.twoWorkers().program().written(),
                "at most",
                0.05);
        mark(
                "two workers, times one",
                Cost.seconds(result.oneWorker().took())
                        / Cost.seconds(result.twoWorkers().took()),
                "at least",
                1.7);
        mark(
                "seconds from process start to the run",
                Cost.seconds(result.twoWorkers().program().firstRun()),
                "at most",
                1.2);
    }

    static void printStored(String site, String tool, long archives, long first, int changed, long second) {
        OUT.printf(
                Locale.ROOT,
                "%n## %s: %s stores %.1f MB of %.1f MB of archives, and %.1f MB more after a night that wrote all of"
                        + " them again, with %d courses changed.%n",
                site,
                tool,
                first / 1e6,
                archives / 1e6,
                second / 1e6,
                changed);
    }

    static void printDrilled(String site, int archives, Duration took) {
        OUT.printf(
                Locale.ROOT,
                "%n## %s: all %d archives were restored completely by that Moodle, in %s.%n",
                site,
                archives,
                seconds(took));
    }

    static void print(MoodleNight night) {
        OUT.printf(
                Locale.ROOT,
                "%n## %d courses of a Moodle, load %.1f before%n%nMoodle's automated backup %s (%d OK), this program %s"
                        + " (%d OK), cold starts included.%n",
                night.courses(),
                night.load(),
                seconds(night.moodle()),
                night.moodleOk(),
                seconds(night.ours()),
                night.oursOk());
        mark("times faster", Cost.seconds(night.moodle()) / Cost.seconds(night.ours()), "at least", 20);
        OUT.printf(
                "A program that has been running takes %s, %.1f times less.%n",
                seconds(night.running()), Cost.seconds(night.moodle()) / Cost.seconds(night.running()));
    }

    private static void mark(String what, double value, String bound, double mark) {
        boolean reached = bound.equals("at most") ? value <= mark : value >= mark;
        OUT.printf(Locale.ROOT, "%s %s: %.2f (%s %s)%n", reached ? "yes" : "no ", what, value, bound, mark);
    }

    private static void row(String name, List<Cost> nights, Function<Cost, String> cell) {
        OUT.println(nights.stream().map(cell).collect(Collectors.joining(" | ", "| " + name + " | ", " |")));
    }

    private static String seconds(Duration time) {
        return time == null ? "" : number("%.2f s", Cost.seconds(time));
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
