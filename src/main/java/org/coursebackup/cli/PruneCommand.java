package org.coursebackup.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.coursebackup.course.DeletedCourseStep;
import org.coursebackup.course.RetentionStep;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.DeletedCourses;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;

/** Applies the rules of retention now, or shows what they say. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Removes from the target folder what the rules keep.* no longer keep, as each run does after a"
                + " course's new archive. The newest good archive, pinned ones and files of others always stay.")
final class PruneCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @Option(
            names = "--dry-run",
            description = "Removes nothing; prints each archive with 'keep' or 'remove' and the rule that decided.")
    private boolean dryRun;

    @Option(names = "--json", description = "As JSON; times in epoch seconds, sizes in bytes.")
    private boolean json;

    @Option(names = "--course", paramLabel = "ID", description = "Archives of this course only; repeatable.")
    private final List<Long> courses = new ArrayList<>();

    /** One archive of the report. */
    record Line(long course, String file, Instant begun, long bytes, boolean keep, String reason) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        Path target = settings.target().directory();
        try (Pools pools = new Pools(settings)) {
            RetentionStep retention = new RetentionStep(
                    settings, new History(pools.history()), new HistoryReader(pools.history()), Clock.systemUTC());
            DeletedCourseStep deleted = new DeletedCourseStep(
                    settings.keepDeleted(),
                    new MoodleCourses(pools.moodle()),
                    new DeletedCourses(pools.history()),
                    retention,
                    Clock.system(settings.schedule().zone()));
            RunLock lock = RunLock.of(settings, pools.history());
            if (!dryRun) {
                lock.acquire("prune, " + ThisProcess.since(Instant.now()));
            }
            try (Report report =
                    json ? new Json() : new Table(settings.schedule().zone(), dryRun)) {
                Collection<Long> all = courses.isEmpty() ? retention.courses() : new TreeSet<>(courses);
                for (long course : all) {
                    Optional<List<RetentionDecision>> gone = deleted.decide(course);
                    List<RetentionDecision> decisions = gone.isPresent() ? gone.get() : retention.decide(course);
                    for (Line line : lines(course, decisions, target)) {
                        report.line(line);
                    }
                    if (!dryRun) {
                        retention.carryOut(course, decisions);
                    }
                }
            } finally {
                lock.release();
            }
        }
        return 0;
    }

    private static List<Line> lines(long course, List<RetentionDecision> decisions, Path target) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (RetentionDecision decision : decisions) {
            String file = decision.archive().fileName();
            lines.add(new Line(
                    course,
                    file,
                    decision.archive().begun(),
                    Files.size(target.resolve(file)),
                    decision.keep(),
                    decision.reason()));
        }
        return lines;
    }

    private interface Report extends AutoCloseable {
        void line(Line line) throws IOException;

        @Override
        void close() throws IOException;
    }

    private static final class Json implements Report {
        private final JsonGenerator array;

        Json() throws IOException {
            array = HistoryJson.mapper()
                    .createGenerator(System.out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter();
            array.writeStartArray();
        }

        @Override
        public void line(Line line) throws IOException {
            array.writePOJO(line);
        }

        @Override
        public void close() throws IOException {
            array.writeEndArray();
            array.close();
            System.out.println();
        }
    }

    private static final class Table implements Report {
        private final PrintStream out = System.out;
        private final ZoneId zone;
        private final boolean dryRun;
        private int kept;
        private int removed;
        private long bytes;

        Table(ZoneId zone, boolean dryRun) {
            this.zone = zone;
            this.dryRun = dryRun;
            out.printf("%8s  %-7s  %-16s  %9s  %s%n", "COURSE", "", "MADE", "SIZE", "ARCHIVE, REASON");
        }

        @Override
        public void line(Line line) {
            out.printf(
                    "%8d  %-7s  %-16s  %9s  %s%n%46s  %s%n",
                    line.course(),
                    line.keep() ? "keep" : dryRun ? "remove" : "removed",
                    MINUTE.format(line.begun().atZone(zone)),
                    Words.bytes(line.bytes()),
                    Visible.of(line.file()),
                    "",
                    Visible.of(line.reason()));
            if (line.keep()) {
                kept++;
            } else {
                removed++;
                bytes += line.bytes();
            }
        }

        @Override
        public void close() {
            out.printf(
                    "%d archives stay, %d %s (%s).%n",
                    kept, removed, dryRun ? "would be removed" : "were removed", Words.bytes(bytes));
        }
    }
}
