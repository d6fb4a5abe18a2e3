package org.coursebackup.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.KnownCourses;
import org.coursebackup.compare.Comparison;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.compare.Figures;
import org.coursebackup.course.Reason;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.prove.ComponentProof;
import org.coursebackup.prove.CourseProof;
import org.coursebackup.prove.CourseSample;
import org.coursebackup.prove.MoodleBackup;
import org.coursebackup.prove.ProofAttempt;
import org.coursebackup.prove.ProofException;
import org.coursebackup.prove.Proofs;
import org.coursebackup.prove.SiteComponents;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;

/** Compares our archives with those made by the site's own code from the same courses. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = "Compares archives of this program with those that the site's own code makes of the same"
                + " courses, and keeps the"
                + " verdict on each component. Nothing lasting is written to Moodle.",
        footer = {
            "",
            "Examples:",
            "  prove --sample 3",
            "  prove --course 42 --differences 20",
            "Exit codes: 0 all are equal; 1 not all."
        })
final class ProveCommand implements Callable<Integer> {
    @ArgGroup
    private final Which which = new Which();

    @Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many differences to print of each component (default: ${DEFAULT-VALUE}).")
    private int differences;

    @Mixin
    private JsonOption json;

    /**
     * What {@code --json} prints.
     *
     * @param components what is known of each by now
     * @param uncovered components that none of these courses has
     */
    record Proven(List<Line> courses, List<Component> components, Set<String> uncovered) {}

    /**
     * One course.
     *
     * @param result {@code equal}, {@code differs} or {@code failed} (not proven)
     * @param reason why it failed; otherwise null
     * @param differing the components that differ
     */
    record Line(long course, String result, String reason, Figures figures, List<ComponentVerdict> differing) {}

    /**
     * One component.
     *
     * @param verdict {@code proven}, {@code differs} or {@code unproven}
     * @param courses in which it was equal
     * @param differingIn a course in which it differs; 0 for none
     */
    record Component(
            String component, String version, String verdict, int courses, long differingIn, String difference) {}

    private static final class Which {
        @Option(names = "--course", paramLabel = "ID", description = "This course; repeatable.")
        private final List<Long> courses = new ArrayList<>();

        @Option(
                names = "--sample",
                paramLabel = "N",
                description = "So many courses, chosen so that every component with rows on the site is covered."
                        + " Without this and"
                        + " --course: as few as cover them all.")
        private int sample;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        List<Problem> problems = new ArrayList<>(new EnvironmentCheck(settings).obstacles());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        try (Pools pools = new Pools(settings)) {
            problems.addAll(KnownCourses.unknown(new MoodleCourses(pools.moodle()), new TreeSet<>(which.courses)));
            if (!problems.isEmpty()) {
                throw new SettingsException(problems);
            }
            // creates the tables if nothing has run yet
            new History(pools.history());
            return prove(settings, pools);
        }
    }

    private int prove(Settings settings, Pools pools)
            throws SettingsException, IOException, RunActiveException, InterruptedException {
        CourseArchiver archiver = new CourseArchiver(
                pools.content(), settings.moodle().site(), settings.folder().resolve("definitions"), Clock.systemUTC());
        SiteComponents site = new SiteComponents(pools.moodle());
        Map<String, String> versions = site.versions();
        Map<Long, Set<String>> components = site.byCourse();
        Proofs proofs = new Proofs(pools.history());
        proofs.components(components);
        CourseSample sample = which.courses.isEmpty()
                ? CourseSample.of(components, versions.keySet(), which.sample)
                : new CourseSample(List.copyOf(new TreeSet<>(which.courses)), Set.of());
        CourseProof proof;
        try {
            proof = new CourseProof(
                    archiver::archive,
                    MoodleBackup.of(settings.fallback(), () -> false),
                    settings.archive(),
                    settings.target().directory());
        } catch (ProofException nowhere) {
            throw new SettingsException(List.of(new Problem("moodle.dirroot", nowhere.getMessage())));
        }
        RunLock lock = RunLock.of(settings, pools.history());
        List<Line> lines = new ArrayList<>();
        for (long course : sample.courses()) {
            // a run gets the night to itself: no proof while one is active
            lock.acquire("a look before a proof, " + ThisProcess.since(Instant.now()));
            lock.release();
            Line line = one(course, proof, proofs, components.get(course), versions);
            lines.add(line);
            if (!json.wanted()) {
                print(line);
            }
        }
        long equal =
                lines.stream().filter(line -> line.result().equals("equal")).count();
        if (json.wanted()) {
            List<Component> known =
                    proofs.of(versions).stream().map(ProveCommand::component).toList();
            json.print(new Proven(lines, known, new TreeSet<>(sample.left())));
        } else {
            summary(proofs.of(versions), sample);
            System.out.println(equal + " of " + sample.courses().size() + " courses equal.");
        }
        return equal == sample.courses().size() ? 0 : Main.FAILED;
    }

    private static Component component(ComponentProof proof) {
        return new Component(
                proof.component(),
                proof.version(),
                proof.verdict(),
                proof.courses(),
                proof.differing(),
                proof.difference());
    }

    private void print(Line line) {
        String course = "course " + line.course() + ": ";
        switch (line.result()) {
            case "equal" -> System.out.println(course + Tone.GOOD.of("equal: ") + line.figures());
            case "differs" -> System.out.println(course + Tone.BAD.of("NOT EQUAL: ") + line.figures());
            default -> System.out.println(course + Tone.BAD.of("NOT PROVEN: ") + Visible.of(line.reason()));
        }
        CompareCommand.print(line.differing(), differences, System.out);
    }

    private Line one(long course, CourseProof proof, Proofs proofs, Set<String> inCourse, Map<String, String> versions)
            throws InterruptedException {
        Instant started = Clock.systemUTC().instant();
        try {
            Comparison comparison = proof.prove(course);
            proofs.record(
                    course, comparison, inCourse, versions, Clock.systemUTC().instant());
            String first = comparison.components().stream()
                    .filter(verdict -> !verdict.equal())
                    .map(verdict ->
                            verdict.component() + ": " + verdict.differences().get(0))
                    .findFirst()
                    .orElse(null);
            String result = comparison.equal() ? "equal" : "differs";
            note(proofs, course, started, result, first);
            return new Line(
                    course,
                    result,
                    null,
                    comparison.figures(),
                    comparison.components().stream()
                            .filter(verdict -> !verdict.equal())
                            .toList());
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failure) {
            String why = failure instanceof ProofException ? failure.getMessage() : Reason.of(failure);
            note(proofs, course, started, "failed", why);
            return new Line(course, "failed", why, null, List.of());
        }
    }

    private static void note(Proofs proofs, long course, Instant started, String result, String reason) {
        proofs.attempted(new ProofAttempt(course, started, Clock.systemUTC().instant(), "command", result, reason));
    }

    private static void summary(List<ComponentProof> proofs, CourseSample sample) {
        System.out.printf("%n%-36s %-14s %s%n", "COMPONENT", "VERSION", "ON THIS SITE");
        for (ComponentProof proof : proofs) {
            System.out.printf(
                    "%-36s %-14s %s%n",
                    proof.component(),
                    proof.version(),
                    switch (proof.verdict()) {
                        case "proven" ->
                            "proven equal in " + proof.courses() + (proof.courses() == 1 ? " course" : " courses");
                        case "differs" ->
                            "DIFFERS in course " + proof.differing() + ": "
                                    + Visible.of(String.valueOf(proof.difference()));
                        default -> "never proven";
                    });
        }
        if (!sample.left().isEmpty()) {
            System.out.println(
                    "Not covered by so few courses: " + String.join(", ", new TreeSet<>(sample.left())) + ".");
        }
    }
}
