package org.coursebackup.cli;

import java.io.File;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.course.DeletedCourseStep;
import org.coursebackup.course.Reason;
import org.coursebackup.course.RetentionStep;
import org.coursebackup.deliver.CopyDecision;
import org.coursebackup.deliver.CopyRetention;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.DeletedCourses;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.TargetPlace;

/** Applies the rules of retention now, or shows what they say. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Removes from the target folder what the rules keep.* no longer keep, as each run does after a"
                + " course's new archive, and from the second target what backup.second-target.keep.* no longer keep."
                + " The newest good archive, pinned ones and files of others always stay.",
        footer = {
            "",
            "Examples:",
            "  prune --dry-run             what would be removed, and why",
            "  prune --course 42",
            "Exit codes: 0 done; 1 the second target could not be looked at."
        })
final class PruneCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @Option(
            names = "--dry-run",
            description = "Removes nothing; prints each archive with 'keep' or 'remove' and the rule that decided.")
    private boolean dryRun;

    @Mixin
    private JsonOption json;

    @Option(names = "--course", paramLabel = "ID", description = "Archives of this course only; repeatable.")
    private final List<Long> courses = new ArrayList<>();

    private boolean secondAway;

    /** One archive of the report. */
    record Line(long course, String file, String location, Instant begun, long bytes, boolean keep, String reason) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        Path target = settings.target().directory();
        try (Pools pools = new Pools(settings)) {
            History history = new History(pools.history());
            HistoryReader reader = new HistoryReader(pools.history());
            RetentionStep retention = new RetentionStep(settings, history, reader, Clock.systemUTC());
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
            try (Report report = json.wanted()
                            ? new Json(json.array())
                            : new Table(settings.schedule().zone(), target, dryRun);
                    TargetPlace second = TargetPlace.alone(settings)) {
                CopyRetention copies =
                        new CopyRetention(settings, () -> second, deleted, history, reader, Clock.systemUTC());
                Collection<Long> all = courses.isEmpty() ? retention.courses() : new TreeSet<>(courses);
                Map<Long, List<CopyDecision>> copied =
                        settings.target().secondTidied() ? copied(copies, all) : Map.of();
                for (long course : all) {
                    Optional<List<RetentionDecision>> gone = deleted.decide(course);
                    List<RetentionDecision> decisions = gone.isPresent() ? gone.get() : retention.decide(course);
                    for (Line line : lines(course, decisions, target)) {
                        report.line(line);
                    }
                    List<CopyDecision> there = copied.getOrDefault(course, List.of());
                    for (CopyDecision decision : there) {
                        report.line(line(decision));
                    }
                    if (!dryRun) {
                        retention.carryOut(course, decisions);
                        copies.remove(there);
                    }
                }
            } finally {
                lock.release();
            }
        }
        return secondAway ? Main.FAILED : 0;
    }

    private Map<Long, List<CopyDecision>> copied(CopyRetention copies, Collection<Long> all) {
        try {
            return copies.decisions(all);
        } catch (Exception away) {
            secondAway = true;
            System.err.println(Visible.of("The second target was left alone, since it could not be looked at: "
                    + Reason.of(away) + " The target folder is treated as usual."));
            return Map.of();
        }
    }

    private static Line line(CopyDecision decision) {
        ArchiveRow copy = decision.copy();
        return new Line(
                copy.courseId(),
                copy.fileName(),
                copy.location(),
                copy.started(),
                copy.bytes(),
                decision.keep(),
                decision.reason());
    }

    private static List<Line> lines(long course, List<RetentionDecision> decisions, Path target) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (RetentionDecision decision : decisions) {
            String file = decision.archive().fileName();
            lines.add(new Line(
                    course,
                    file,
                    target.toAbsolutePath().normalize().resolve(file).toString(),
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

        Json(JsonGenerator array) {
            this.array = array;
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
        private final String folder;
        private final boolean dryRun;
        private int kept;
        private int removed;
        private long bytes;

        Table(ZoneId zone, Path target, boolean dryRun) {
            this.zone = zone;
            this.folder = target.toAbsolutePath().normalize() + File.separator;
            this.dryRun = dryRun;
            out.println(Tone.STRONG.of(
                    String.format("%8s  %-7s  %-16s  %9s  %s", "COURSE", "", "MADE", "SIZE", "ARCHIVE, REASON")));
        }

        @Override
        public void line(Line line) {
            out.printf(
                    "%8d  %s  %-16s  %9s  %s%n%s%s%n",
                    line.course(),
                    (line.keep() ? Tone.GOOD : Tone.WARNING)
                            .of(line.keep() ? "keep   " : dryRun ? "remove " : "removed"),
                    MINUTE.format(line.begun().atZone(zone)),
                    Words.bytes(line.bytes()),
                    Terminal.last(Visible.of(line.location().startsWith(folder) ? line.file() : line.location()), 10),
                    " ".repeat(Terminal.present() ? 10 : 48),
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
