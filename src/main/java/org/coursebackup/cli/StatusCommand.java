package org.coursebackup.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
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
        description = "The courses with status, reason, last good archive and its age, next start; worst first.")
final class StatusCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @Option(names = "--json", description = "As JSON; times in epoch seconds, sizes in bytes.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        try (Pools pools = new Pools(settings)) {
            // creates the tables if nothing has run yet
            new History(pools.history());
            List<CourseStatus> courses = new StatusTable(
                            new MoodleCourses(pools.moodle()), new HistoryReader(pools.history()), Clock.systemUTC())
                    .worstFirst();
            if (json) {
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                        .writeValue(System.out, withProofs(courses, pools));
                System.out.println();
            } else {
                print(courses, settings.schedule().zone(), System.out);
                missed(new HistoryReader(pools.history()), settings.schedule().zone(), System.out);
            }
            return 0;
        }
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
        out.printf(
                "%8s  %-24s  %-13s  %-12s  %9s  %-16s  %s%n",
                "COURSE", "SHORT NAME", "STATUS", "GOOD ARCHIVE", "SIZE", "NEXT START", "REASON");
        for (CourseStatus course : courses) {
            Duration age = course.good().age();
            out.printf(
                    "%8d  %-24s  %-13s  %-12s  %9s  %-16s  %s%n",
                    course.id(),
                    cut(course.shortname(), 24),
                    course.status() + " " + cut(course.meaning(), 11),
                    age == null ? "none" : Words.duration(age) + " old",
                    age == null ? "" : Words.bytes(course.good().bytes()),
                    course.nextStart().equals(Instant.EPOCH)
                            ? "at once"
                            : MINUTE.format(course.nextStart().atZone(zone)),
                    course.reason() == null ? "" : Visible.of(course.reason()));
        }
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

    private static String cut(String text, int length) {
        String printable = Visible.of(text);
        return printable.codePointCount(0, printable.length()) <= length
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, length - 1)) + "…";
    }
}
