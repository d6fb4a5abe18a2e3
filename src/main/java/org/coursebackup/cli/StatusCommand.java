package org.coursebackup.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.prove.Proofs;
import org.coursebackup.prove.SiteComponents;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.status.CourseStatus;
import org.coursebackup.status.StatusTable;

/** The courses, worst first. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "The courses with status, reason, last good archive and its age, next start; worst first.",
        footer = {
            "",
            "Examples:",
            "  status --status error,warning   only courses with trouble",
            "  status --course 42",
            "  status --exit-code              for monitoring"
        })
final class StatusCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    /** Of a next start, which is at most a few weeks away. */
    private static final DateTimeFormatter SOON = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

    private static final int WARNED = 3;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Only courses with this status, by number or word (error, OK, unfinished, skipped, warning);"
                    + " repeatable, or several with commas between them.")
    private final List<String> statuses = new ArrayList<>();

    @Option(names = "--course", paramLabel = "ID", split = ",", description = "Only these courses.")
    private final List<Long> ids = new ArrayList<>();

    @Option(
            names = "--exit-code",
            description =
                    "For monitoring: 1 if one of the courses has status 0 or no good archive, otherwise 3 if one has"
                            + " a warning. Excluded courses don't count.")
    private boolean judge;

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        try (Pools pools = new Pools(settings)) {
            // creates the tables if nothing has run yet
            new History(pools.history());
            List<CourseStatus> courses = new StatusTable(
                            new MoodleCourses(pools.moodle()), new HistoryReader(pools.history()), Clock.systemUTC())
                    .worstFirst().stream().filter(this::wanted).toList();
            if (json.wanted()) {
                json.print(withProofs(courses, pools));
            } else {
                print(courses, settings.schedule().zone(), System.out);
                System.out.println(summary(courses));
                missed(new HistoryReader(pools.history()), settings.schedule().zone(), System.out);
            }
            return judge ? verdict(courses) : 0;
        }
    }

    private boolean wanted(CourseStatus course) {
        return (ids.isEmpty() || ids.contains(course.id()))
                && (statuses.isEmpty()
                        || statuses.stream()
                                .anyMatch(word -> word.equalsIgnoreCase(course.meaning())
                                        || word.equals(String.valueOf(course.status()))));
    }

    private static int verdict(List<CourseStatus> courses) {
        List<CourseStatus> counting =
                courses.stream().filter(course -> course.excluded() == null).toList();
        if (counting.stream()
                .anyMatch(course -> course.status() == 0 || course.good().age() == null)) {
            return Main.FAILED;
        }
        return counting.stream().anyMatch(course -> course.status() == 4) ? WARNED : 0;
    }

    /** All of it in one line. */
    private static String summary(List<CourseStatus> courses) {
        Map<String, Long> counts = new TreeMap<>();
        courses.forEach(course -> counts.merge(course.meaning(), 1L, Long::sum));
        long excluded =
                courses.stream().filter(course -> course.excluded() != null).count();
        long without =
                courses.stream().filter(course -> course.good().age() == null).count();
        Duration oldest = courses.stream()
                .map(course -> course.good().age())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return courses.size()
                + (courses.size() == 1 ? " course" : " courses")
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ", ": ", ". "))
                + (without == 0 ? "All have a good archive" : without + " without a good archive")
                + (oldest == null
                        ? "."
                        : (without == 0 ? ", the oldest " : "; of the others the oldest is ") + Words.duration(oldest)
                                + " old.")
                + (excluded == 0 ? "" : " " + excluded + (excluded == 1 ? " is" : " are") + " excluded for now.");
    }

    /** Each course with those of its components never proven on this site, if 'prove' was ever used. */
    private static List<ObjectNode> withProofs(List<CourseStatus> courses, Pools pools) {
        Map<Long, Set<String>> unproven =
                new Proofs(pools.history()).unprovenCourses(new SiteComponents(pools.moodle()).versions());
        ObjectMapper mapper = HistoryJson.mapper();
        List<ObjectNode> all = new ArrayList<>();
        for (CourseStatus course : courses) {
            ObjectNode node = mapper.valueToTree(course);
            unproven.getOrDefault(course.id(), Set.of()).forEach(node.putArray("unproven")::add);
            all.add(node);
        }
        return all;
    }

    /** The table for people. */
    static void print(List<CourseStatus> courses, ZoneId zone, PrintStream out) {
        out.println(Tone.STRONG.of(String.format(
                "%7s  %-18s  %-13s  %-11s  %8s  %-11s%s",
                "COURSE",
                "SHORT NAME",
                "STATUS",
                "ARCHIVE AGE",
                "SIZE",
                "NEXT START",
                Terminal.present() ? "" : "  REASON")));
        for (CourseStatus course : courses) {
            Duration age = course.good().age();
            out.printf(
                    "%7d  %s  %s  %s  %8s  %-11s%s%n",
                    course.id(),
                    Visible.column(course.shortname(), 18),
                    Tone.ofStatus(course.status()).of(Visible.column(course.status() + " " + course.meaning(), 13)),
                    age == null ? Tone.BAD.of("none       ") : Visible.column(Words.duration(age), 11),
                    age == null ? "" : Words.bytes(course.good().bytes()),
                    course.nextStart().equals(Instant.EPOCH)
                            ? "at once"
                            : SOON.format(course.nextStart().atZone(zone)),
                    reason(course));
        }
    }

    private static String reason(CourseStatus course) {
        String why = Visible.of(why(course));
        return why.isEmpty() ? "" : Terminal.last(Terminal.present() ? why : "  " + why, 9);
    }

    /** An exclusion is the reason of a skip, but is there before the next run. */
    private static String why(CourseStatus course) {
        String reason = course.reason() == null ? "" : course.reason();
        if (course.excluded() == null
                || course.status() == 3 && reason.equals(course.excluded().toString())) {
            return reason;
        }
        return course.excluded() + (reason.isEmpty() ? "" : "; " + reason);
    }

    /** Planned runs of the last week that did not happen, under the table. */
    private static void missed(HistoryReader history, ZoneId zone, PrintStream out) {
        for (RunRow run : history.runsSince(Instant.now().minus(Duration.ofDays(7)))) {
            if (run.missed()) {
                out.println("Missed: the run of " + MINUTE.format(run.started().atZone(zone)) + " (" + run.cause()
                        + ") did not happen. " + Visible.of(run.reason()));
            }
        }
    }
}
