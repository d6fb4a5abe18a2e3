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
import picocli.CommandLine.Parameters;

import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.KnownCourses;
import org.coursebackup.course.Reason;
import org.coursebackup.drill.CourseDrill;
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
                + " what the archive has. Nothing stays in that Moodle. Exit code 0 only when all of it came back.")
final class DrillCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "COURSE|FILE",
            description = "The id of a course, for its newest archive, or an archive's file; several are possible.")
    private List<String> what;

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
        int restored = 0;
        for (String one : what) {
            // a run gets the night to itself: no drill while one is active
            lock.acquire("a look before a drill, " + ThisProcess.since(Instant.now()));
            lock.release();
            restored += (course(one) ? course(drill, Long.parseLong(one)) : file(drill, Path.of(one))) ? 1 : 0;
        }
        System.out.println(restored + " of " + what.size() + " came back completely.");
        return restored == what.size() ? 0 : Main.FAILED;
    }

    private static boolean course(CourseDrill drill, long course) throws InterruptedException {
        DrillAttempt attempt = drill.byCommand(course);
        String name = "course " + course + (attempt.fileName() == null ? "" : " (" + attempt.fileName() + ")");
        String time = ", " + attempt.took().toSeconds() + " s";
        System.out.println(Visible.of(
                switch (attempt.result()) {
                    case "restored" -> name + ": restored, " + attempt.rows() + " rows" + time;
                    case "differs" -> name + ": NOT ALL OF IT CAME BACK" + time + ": " + attempt.reason();
                    case "failed" -> name + ": NOT RESTORABLE" + time + ": " + attempt.reason();
                    default -> name + ": not tried: " + attempt.reason();
                }));
        return attempt.restored();
    }

    private static boolean file(CourseDrill drill, Path file) throws InterruptedException {
        Instant began = Instant.now();
        try {
            DrillResult result = drill.file(file);
            String time = Duration.between(began, Instant.now()).toSeconds() + " s";
            System.out.println(Visible.of(file + ": "
                    + (result.restored()
                            ? "restored, " + result.rows() + " rows, " + time
                            : "NOT ALL OF IT CAME BACK, " + time + ":")));
            result.differences().forEach(difference -> System.out.println("  " + Visible.of(difference.toString())));
            result.notes().forEach(note -> System.out.println("  note: " + Visible.of(note)));
            return result.restored();
        } catch (DrillException failure) {
            System.out.println(Visible.of(
                    file + ": " + (failure.tried() ? "NOT RESTORABLE: " : "not tried: ") + failure.getMessage()));
        } catch (IOException trouble) {
            System.out.println(Visible.of(file + ": not tried: " + Reason.of(trouble)));
        }
        return false;
    }
}
