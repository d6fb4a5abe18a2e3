package org.coursebackup.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.check.KnownCourses;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.verify.Printable;

/** One run, then the process ends with an exit code that tells the result. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "One run of what is due, then exits.",
        footer = {
            "",
            "Examples:",
            "  run                     what is due",
            "  run --failed            courses whose last attempt failed",
            "  run --course 42,57      these two, whatever is due",
            "  run --all --dry-run     what would happen to each course, and why",
            "Exit codes: 0 all good; 1 a course failed, or still has status 0;",
            "3 an archive has warnings; 4 another run is active; 5 something is away."
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(names = "--all", description = "Every course, whatever is due.")
    private boolean all;

    @Option(names = "--force", description = "No skip rules.")
    private boolean force;

    @Option(
            names = "--course",
            paramLabel = "ID",
            split = ",",
            description = "Only this course, whatever is due; repeatable, or several with commas between them.")
    private final List<Long> courses = new ArrayList<>();

    @Option(names = "--failed", description = "Only courses whose last attempt failed (status 0), whatever is due.")
    private boolean failed;

    @Option(names = "--dry-run", description = "Prints what would happen to each course and why; changes nothing.")
    private boolean dryRun;

    @Mixin
    private JsonOption json;

    /** A run that ended, as {@code --json} prints it. */
    record Ended(
            long run,
            boolean interrupted,
            int courses,
            int ok,
            int warned,
            int unchanged,
            int skipped,
            int failed,
            long bytes) {
        static Ended of(RunSummary run) {
            return new Ended(
                    run.runId(),
                    run.interrupted(),
                    run.done(),
                    run.ok(),
                    run.warned(),
                    run.unchanged(),
                    run.skipped(),
                    run.failed(),
                    run.bytes());
        }
    }

    /** What would happen to a course, as {@code --dry-run --json} prints it. */
    record Planned(long course, String shortname, String verdict) {}

    @Override
    public Integer call() throws Exception {
        try (Session session = open()) {
            if (failed) {
                courses.addAll(session.courses().failed());
                if (courses.isEmpty()) {
                    if (json.wanted()) {
                        json.print(dryRun ? List.of() : new Ended(0, false, 0, 0, 0, 0, 0, 0, 0));
                    } else {
                        System.out.println("No course has status 0 (error), so there is nothing to do.");
                    }
                    return 0;
                }
            }
            RunRequest request = new RunRequest(all, force, dryRun, new TreeSet<>(courses), "command");
            List<Problem> unknown = KnownCourses.unknown(session.courses(), request.courses());
            if (!unknown.isEmpty()) {
                throw new SettingsException(unknown);
            }
            if (dryRun) {
                return tell(session, request);
            }
            session.listen(
                    Terminal.overwrites() && !json.wanted()
                            ? new ProgressLine(System.out, Clock.systemUTC())
                            : new ProgressLog());
            RunSummary run = session.start(false).run(request);
            if (json.wanted()) {
                json.print(Ended.of(run));
            }
            return run.exitCode() == 0 && courses.isEmpty() ? stillFailed(session.courses()) : run.exitCode();
        }
    }

    /** All that was due may be well while courses that failed before are not due yet. */
    private static int stillFailed(MoodleCourses moodle) {
        long failed = moodle.failed().size();
        if (failed > 0) {
            System.err.println(failed + (failed == 1 ? " course still has" : " courses still have")
                    + " status 0 from an earlier run and will be due again; 'status' names them and says when.");
        }
        return failed > 0 ? Main.FAILED : 0;
    }

    /** A run that can't begin leaves a row in the history, if that can be reached. */
    private Session open() throws SettingsException, IOException {
        try {
            return Session.open();
        } catch (SettingsException impossible) {
            if (!dryRun) {
                SettingsLoader.withoutSite().ifPresent(known -> note(known, impossible));
            }
            throw impossible;
        }
    }

    private static void note(Settings known, SettingsException why) {
        try (Pools pools = new Pools(known)) {
            String reason = String.join(
                    " ", why.problems().stream().map(Problem::toString).toList());
            new History(pools.history()).missed("command", ThisProcess.words(), reason, Instant.now());
        } catch (RuntimeException unusable) {
            LOG.debug("no row for a run that could not begin", unusable);
        }
    }

    private int tell(Session session, RunRequest request) throws Exception {
        List<Planned> planned = Collections.synchronizedList(new ArrayList<>());
        session.dryRun((course, verdict) -> {
                    Planned one = new Planned(
                            ((Number) course.get("courseid")).longValue(),
                            String.valueOf(course.get("shortname")),
                            verdict);
                    planned.add(one);
                    if (!json.wanted()) {
                        System.out.println(line(one));
                    }
                })
                .start(false)
                .run(request);
        if (json.wanted()) {
            json.print(planned);
        }
        return 0;
    }

    private static String line(Planned one) {
        return one.course() + "\t" + Printable.of(one.shortname()) + "\t" + Printable.of(one.verdict());
    }
}
