package org.coursebackup.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.flow.Pools;
import org.coursebackup.history.Exclusion;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.Exclusions.Excluded;
import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;

/** Keeps a course from being backed up until a day, or takes that back. */
@Command(
        name = "exclude",
        mixinStandardHelpOptions = true,
        description = "Keeps a course from being backed up until a day; its archives stay. Without a course it prints"
                + " the exclusions there are.",
        footer = {
            "",
            "Examples:",
            "  exclude 42 --until 2027-01-31 --because \"being rebuilt\"",
            "  exclude 42 --remove",
            "  exclude             which courses are excluded",
            "The course gets status 3 (skipped) with the reason. 'run --force' and",
            "'Back up now' on the page set exclusions aside, as they do with all",
            "skip rules."
        })
final class ExcludeCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "COURSE", description = "Moodle's id of the course.")
    private Long course;

    @Option(names = "--until", paramLabel = "YYYY-MM-DD", description = "The last day on which it holds.")
    private LocalDate until;

    @Option(names = "--because", paramLabel = "TEXT", description = "Why, for people.")
    private String reason = "";

    @Option(names = "--remove", description = "Takes the exclusion back.")
    private boolean remove;

    @Mixin
    private JsonOption json;

    /**
     * A course and its exclusion, as {@code --json} prints it.
     *
     * @param exclusion null if it is excluded no more
     */
    record Line(long course, String shortname, Exclusion exclusion) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        Clock clock = Clock.system(settings.schedule().zone());
        try (Pools pools = new Pools(settings)) {
            // creates the tables if nothing has run yet
            new History(pools.history());
            Exclusions exclusions = new Exclusions(pools.history(), clock);
            if (course == null) {
                list(exclusions.endingAfter(Instant.now(clock), MOST));
                return 0;
            }
            if (remove) {
                boolean was = exclusions.include(Set.of(course)) > 0;
                if (json.wanted()) {
                    json.print(List.of(new Line(course, name(pools).orElse(""), null)));
                } else {
                    System.out.println("Course " + course
                            + (was
                                    ? ": no longer excluded; it is backed up again from the next run on."
                                    : " was not excluded."));
                }
                return 0;
            }
            exclude(exclusions, pools, LocalDate.now(clock));
            return 0;
        }
    }

    private void list(List<Excluded> all) throws IOException {
        if (json.wanted()) {
            json.print(all.stream()
                    .map(known -> new Line(
                            known.exclusion().courseId(), known.course().shortname(), known.exclusion()))
                    .toList());
            return;
        }
        all.forEach(known -> print(known.course().shortname(), known.exclusion()));
        if (all.isEmpty()) {
            System.out.println("No course is excluded.");
        }
    }

    private Optional<String> name(Pools pools) {
        return new MoodleCourses(pools.moodle()).find(course).map(found -> found.shortname());
    }

    private void exclude(Exclusions exclusions, Pools pools, LocalDate today) throws IOException {
        String name = name(pools)
                .orElseThrow(() -> wrong("There is no course " + course + " in Moodle, so nothing was excluded."));
        if (until == null) {
            throw wrong("Give a last day with --until YYYY-MM-DD; an exclusion without an end would be forgotten."
                    + " Nothing was excluded.");
        }
        if (until.isBefore(today)) {
            throw wrong("--until " + until + " is over, so nothing was excluded. Give a day to come.");
        }
        if (reason.isBlank()) {
            throw wrong("Say why with --because TEXT, for whoever wonders later. Nothing was excluded.");
        }
        exclusions.exclude(Set.of(course), until, reason, "command line (" + System.getProperty("user.name") + ")");
        Exclusion exclusion = exclusions.of(Set.of(course)).get(course);
        if (json.wanted()) {
            json.print(List.of(new Line(course, name, exclusion)));
        } else {
            print(name, exclusion);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void print(String name, Exclusion exclusion) {
        System.out.println(Visible.of("Course " + exclusion.courseId() + " (" + name + "): " + exclusion));
    }
}
