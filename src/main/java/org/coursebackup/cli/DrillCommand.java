package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.KnownCourses;
import org.coursebackup.course.Reason;
import org.coursebackup.drill.CourseDrill;
import org.coursebackup.drill.Difference;
import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.drill.DrillException;
import org.coursebackup.drill.DrillResult;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;

/** Restores archives with a second Moodle and counts what came of them. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Has a second, empty Moodle (drill.dirroot) restore archives, and compares what it then has with"
                + " what the archive has. Nothing stays in that Moodle. Exit code 0 only when all of it came back.",
        footer = {
            "",
            "Examples:",
            "  drill 42",
            "  drill course.mbz 57",
            "Exit codes: 0 all of it came back; 1 not all."
        })
final class DrillCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "COURSE|FILE",
            description = "The id of a course, for its newest archive, or an archive's file; several are possible.")
    private List<String> what;

    @Mixin
    private JsonOption json;

    /**
     * One archive, as {@code --json} prints it.
     *
     * @param course null for a file
     * @param file null if the course has no archive
     * @param result {@code restored}, {@code differs}, {@code failed} or {@code refused} (not tried)
     * @param reason what was missing or failed, in words; null if all came back
     * @param differences of a file, by kind of row; a course has them in words only
     */
    record Line(
            Long course,
            String file,
            String result,
            String reason,
            long rows,
            long seconds,
            List<Difference> differences,
            List<String> notes) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        List<Problem> problems = new ArrayList<>(new EnvironmentCheck(settings).obstacles());
        settings.drill().obstacle(settings.moodle()).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        try (Pools pools = new Pools(settings)) {
            problems.addAll(unknown(pools));
            if (!problems.isEmpty()) {
                throw new SettingsException(problems);
            }
            // creates the tables if nothing has run yet
            new History(pools.history());
            return drill(settings, pools);
        }
    }

    private List<Problem> unknown(Pools pools) {
        TreeSet<Long> courses = new TreeSet<>();
        List<Problem> problems = new ArrayList<>();
        for (String one : what) {
            if (course(one)) {
                courses.add(Long.parseLong(one));
            } else if (!Files.isRegularFile(Path.of(one))) {
                problems.add(new Problem(one, "there is no such file, and it is no id of a course."));
            }
        }
        problems.addAll(KnownCourses.unknown(new MoodleCourses(pools.moodle()), courses));
        return problems;
    }

    private static boolean course(String word) {
        return word.matches("\\d{1,18}");
    }

    private int drill(Settings settings, Pools pools) throws IOException, RunActiveException, InterruptedException {
        CourseDrill drill = new CourseDrill(settings, pools.moodle(), pools.history(), Clock.systemUTC());
        RunLock lock = RunLock.of(settings, pools.history());
        List<Line> lines = new ArrayList<>();
        for (String one : what) {
            // a run gets the night to itself: no drill while one is active
            lock.acquire("a look before a drill, " + ThisProcess.since(Instant.now()));
            lock.release();
            Line line = course(one) ? course(drill, Long.parseLong(one)) : file(drill, Path.of(one));
            lines.add(line);
            if (!json.wanted()) {
                print(line);
            }
        }
        long restored =
                lines.stream().filter(line -> line.result().equals("restored")).count();
        if (json.wanted()) {
            json.print(lines);
        } else {
            System.out.println(restored + " of " + what.size() + " came back completely.");
        }
        return restored == what.size() ? 0 : Main.FAILED;
    }

    private static Line course(CourseDrill drill, long course) throws InterruptedException {
        DrillAttempt attempt = drill.byCommand(course);
        return new Line(
                course,
                attempt.fileName(),
                attempt.result(),
                attempt.reason(),
                attempt.rows(),
                attempt.took().toSeconds(),
                List.of(),
                List.of());
    }

    private static Line file(CourseDrill drill, Path file) throws InterruptedException {
        Instant began = Instant.now();
        try {
            DrillResult result = drill.file(file);
            return new Line(
                    null,
                    file.toString(),
                    result.restored() ? "restored" : "differs",
                    null,
                    result.rows(),
                    Duration.between(began, Instant.now()).toSeconds(),
                    result.differences(),
                    result.notes());
        } catch (DrillException failure) {
            return lost(file, began, failure.tried() ? "failed" : "refused", failure.getMessage());
        } catch (IOException trouble) {
            return lost(file, began, "refused", Reason.of(trouble));
        }
    }

    private static Line lost(Path file, Instant began, String result, String reason) {
        long seconds = Duration.between(began, Instant.now()).toSeconds();
        return new Line(null, file.toString(), result, reason, 0, seconds, List.of(), List.of());
    }

    private static void print(Line line) {
        String name = line.course() == null
                ? line.file()
                : "course " + line.course() + (line.file() == null ? "" : " (" + line.file() + ")");
        String reason = line.reason() == null ? "" : ": " + line.reason();
        System.out.println(Visible.of(name + ": ")
                + switch (line.result()) {
                    case "restored" ->
                        Tone.GOOD.of("restored") + ", " + line.rows() + " rows, " + line.seconds() + " s";
                    case "differs" ->
                        Tone.BAD.of("NOT ALL OF IT CAME BACK") + ", " + line.seconds() + " s" + Visible.of(reason);
                    case "failed" -> Tone.BAD.of("NOT RESTORABLE") + Visible.of(reason);
                    default -> Tone.WARNING.of("not tried") + Visible.of(reason);
                });
        line.differences().forEach(difference -> System.out.println("  " + Visible.of(difference.toString())));
        line.notes().forEach(note -> System.out.println("  note: " + Visible.of(note)));
    }
}
