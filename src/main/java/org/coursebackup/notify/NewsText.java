package org.coursebackup.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.coursebackup.history.Outcome;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.Traffic;
import org.coursebackup.status.CourseStatus;

/** A run in words: the subject is the summary, the text says which courses and why. */
final class NewsText {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int LONGEST_SUBJECT = 200;

    private final RunNews news;
    private final ZoneId zone;

    NewsText(RunNews news, ZoneId zone) {
        this.news = news;
        this.zone = zone;
    }

    /**
     * Such as {@code [2 FAILED] Course backup of moodle.example.org: 410 OK, 3 with warnings, 0 unchanged, 12 skipped,
     * 2 failed; 1 at risk}.
     */
    String subject() {
        RunRow run = news.run();
        String counts = String.format(
                Locale.ROOT,
                "%,d OK, %,d with warnings, %,d unchanged, %,d skipped, %,d failed%s",
                run.totals().ok(),
                run.totals().warned(),
                run.totals().unchanged(),
                run.totals().skipped(),
                run.totals().failed(),
                news.atRiskCount() > 0 ? String.format(Locale.ROOT, "; %,d at risk", news.atRiskCount()) : "");
        return oneLine(
                "[" + verdict(run) + "] Course backup of " + news.site().replaceFirst("^https?://", "") + ": " + counts,
                LONGEST_SUBJECT);
    }

    private String verdict(RunRow run) {
        if (run.state().equals("failed")) {
            return "RUN FAILED";
        }
        if (run.state().equals("interrupted") || run.state().equals("stopped")) {
            return run.state().toUpperCase(Locale.ROOT);
        }
        return run.totals().failed() > 0
                ? run.totals().failed() + " FAILED"
                : run.totals().warned() > 0
                        ? run.totals().warned() + " WITH WARNINGS"
                        : news.atRiskCount() > 0
                                ? news.atRiskCount() + " AT RISK"
                                : news.notices().isEmpty() ? "OK" : "NOTICE";
    }

    String text() {
        RunRow run = news.run();
        StringBuilder text = new StringBuilder();
        text.append("Site      ").append(news.site()).append('\n');
        text.append("Run       ")
                .append(run.id())
                .append(" (")
                .append(run.cause())
                .append("), ")
                .append(run.state())
                .append('\n');
        text.append("From      ")
                .append(minute(run.started()))
                .append(" to ")
                .append(run.ended() == null ? "?" : minute(run.ended()))
                .append(' ')
                .append(zone)
                .append('\n');
        text.append(String.format(
                Locale.ROOT,
                "Courses   %,d: %,d OK, %,d with warnings, %,d unchanged, %,d skipped, %,d failed%n",
                run.offered(),
                run.totals().ok(),
                run.totals().warned(),
                run.totals().unchanged(),
                run.totals().skipped(),
                run.totals().failed()));
        text.append(String.format(
                Locale.ROOT,
                "Written   %,.1f MB%s%n",
                run.totals().bytes() / 1e6,
                shared(run.totals().traffic())));
        if (run.reason() != null) {
            text.append("\nThe run itself ended early: ")
                    .append(oneLine(run.reason(), 1000))
                    .append('\n');
        }
        news.notices()
                .forEach(notice ->
                        text.append("\nNotice: ").append(oneLine(notice, 2000)).append('\n'));
        list(text, "Failed", run.totals().failed(), news.failed(), NewsText::outcome);
        list(
                text,
                "With warnings (archived, but part of the course is missing from the archive)",
                run.totals().warned(),
                news.warned(),
                NewsText::outcome);
        list(
                text,
                "At risk: no good archive in the last " + news.riskDays() + " days",
                news.atRiskCount(),
                news.atRisk(),
                NewsText::risk);
        return text.toString();
    }

    private static <T> void list(StringBuilder text, String title, int count, List<T> items, Function<T, String> line) {
        if (count == 0) {
            return;
        }
        text.append('\n').append(title).append(" (").append(count).append("):\n");
        items.forEach(item -> text.append("  ").append(line.apply(item)).append('\n'));
        if (count > items.size()) {
            text.append("  ... and ").append(count - items.size()).append(" more; 'status' lists all.\n");
        }
    }

    private static String shared(Traffic traffic) {
        return traffic.cloned() == 0
                ? ""
                : String.format(
                        Locale.ROOT, "; %,.1f MB of files' contents are shared, not copied", traffic.cloned() / 1e6);
    }

    private static String outcome(Outcome outcome) {
        return outcome.course().id() + "  " + oneLine(outcome.course().shortname(), 60) + "  "
                + oneLine(String.valueOf(outcome.ending().reason()), 400);
    }

    private static String risk(CourseStatus course) {
        Duration age = course.good().age();
        String last = age == null ? "never had one" : "last one " + age.toDays() + " days ago";
        return course.id() + "  " + oneLine(course.shortname(), 60) + "  " + last
                + (course.reason() == null ? "" : ": " + oneLine(course.reason(), 300));
    }

    private String minute(Instant time) {
        return MINUTE.format(time.atZone(zone));
    }

    /** Course names are untrusted text: no line breaks, control characters or changes of writing direction. */
    static String oneLine(String text, int longest) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").trim();
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
