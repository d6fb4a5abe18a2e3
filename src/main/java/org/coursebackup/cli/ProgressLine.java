package org.coursebackup.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.coursebackup.course.CourseWork;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.Words;

/**
 * Progress for a terminal: one line that is overwritten, and a separate line for each course that is neither OK nor
 * skipped.
 */
final class ProgressLine implements RunListener {
    private static final String CLEAR = "\r\033[K";

    private final PrintStream terminal;
    private final Clock clock;
    private Instant begun;

    ProgressLine(PrintStream terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void begun(RunRequest request, RunSummary run) {
        begun = clock.instant();
    }

    @Override
    public synchronized void settled(CourseWork work, RunSummary run) {
        switch (work.result()) {
            case WARNING, FAILED, INTERRUPTED ->
                terminal.println(CLEAR + "Course " + work.getCourseId() + " (" + Visible.of(work.getShortname()) + "): "
                        + (work.result().archived() ? "warning: " : "failed: ")
                        + Visible.of(String.valueOf(work.getReason())));
            default -> {}
        }
        terminal.print(CLEAR + line(run, Duration.between(begun, clock.instant())));
        terminal.flush();
    }

    @Override
    public synchronized void ended(RunSummary run, String failure) {
        terminal.println(CLEAR
                + (failure != null
                        ? "The run failed: " + Visible.of(failure) + " "
                        : run.interrupted() ? "Interrupted. " : "")
                + Words.summary(run));
    }

    /** Such as "course 412 of 3,800, 1.4 a second, 1 h 2 min left". */
    static String line(RunSummary run, Duration since) {
        double rate = run.done() / Math.max(0.001, since.toMillis() / 1000.0);
        String total = String.format(Locale.ROOT, run.complete() ? "%,d" : "at least %,d", run.offered());
        String left = Words.duration(
                Duration.ofSeconds(Math.round((run.offered() - run.done()) / Math.max(rate, 0.000_001))));
        String pace = rate >= 1
                ? String.format(Locale.ROOT, "%.1f a second", rate)
                : String.format(Locale.ROOT, "%.1f a minute", rate * 60);
        return String.format(
                Locale.ROOT,
                "course %,d of %s, %s, %s%s left",
                run.done(),
                total,
                pace,
                run.complete() ? "" : "at least ",
                left);
    }
}
