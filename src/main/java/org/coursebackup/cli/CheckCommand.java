package org.coursebackup.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.check.CheckFinding;
import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.GrantScript;
import org.coursebackup.check.RightsCheck;
import org.coursebackup.check.RouteCheck;
import org.coursebackup.check.ScheduleCheck;
import org.coursebackup.course.Reason;
import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.prove.ComponentProof;
import org.coursebackup.prove.Proofs;
import org.coursebackup.prove.SiteComponents;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.web.Report;

/** Checks everything a run needs and reports all problems at once. Changes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks configuration, routes, databases, file pool and target.",
        footer = {
            "",
            "Examples:",
            "  check",
            "  check --grants backup   the statements for a database user \"backup\"",
            "Exit codes: 0 a run can work; 2 it cannot; 5 something is away."
        })
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--grants",
            arity = "0..1",
            fallbackValue = "coursebackup",
            paramLabel = "USER",
            description =
                    "Prints the statements that give a database user of its own (coursebackup by default) the least"
                            + " rights, instead of checking. Best with the settings of a user who sees all"
                            + " of Moodle's tables.")
    private String grants;

    @Mixin
    private JsonOption json;

    /**
     * What {@code --json} prints.
     *
     * @param usable whether a run can work
     */
    record Found(boolean usable, List<Line> findings) {}

    /**
     * One finding.
     *
     * @param obstacle whether no run can work until it is gone
     * @param away whether it may be over without any change to the settings
     */
    record Line(String where, String message, boolean obstacle, boolean away) {}

    @Override
    public Integer call() throws Exception {
        if (grants != null) {
            System.out.print(grants(SettingsLoader.load()));
            return 0;
        }
        List<CheckFinding> findings = found();
        long obstacles = findings.stream().filter(CheckFinding::obstacle).count();
        if (json.wanted()) {
            json.print(new Found(
                    obstacles == 0, findings.stream().map(CheckCommand::line).toList()));
        } else {
            print(findings, obstacles);
        }
        if (obstacles == 0) {
            return 0;
        }
        return findings.stream()
                        .allMatch(finding ->
                                !finding.obstacle() || finding.problem().away())
                ? Main.AWAY
                : Main.WRONG;
    }

    private static Line line(CheckFinding finding) {
        Problem problem = finding.problem();
        return new Line(problem.where(), problem.message(), finding.obstacle(), problem.away());
    }

    private static void print(List<CheckFinding> findings, long obstacles) {
        for (CheckFinding finding : findings) {
            System.out.println((finding.obstacle() ? Tone.BAD.of("PROBLEM  ") : Tone.WARNING.of("notice   "))
                    + Terminal.paragraph(Visible.lines(finding.problem().toString()), 9, 9));
        }
        System.out.println(
                obstacles > 0
                        ? Tone.BAD.of(obstacles + " to fix before a run can work.")
                        : Tone.GOOD.of(
                                findings.isEmpty()
                                        ? "Everything a run needs is in place."
                                        : "A run can work; see the notices."));
    }

    /** Everything found, whatever state things are in. */
    static List<CheckFinding> found() {
        List<CheckFinding> findings = new ArrayList<>();
        try {
            Settings settings = SettingsLoader.load();
            findings.addAll(new EnvironmentCheck(settings).findings());
            Report.obstacles(settings).forEach(problem -> findings.add(new CheckFinding(problem, true)));
            ScheduleCheck.overForGood(settings, Instant.now())
                    .ifPresent(problem -> findings.add(new CheckFinding(problem, true)));
            ownScheduler(settings, findings);
            if (findings.stream().noneMatch(CheckFinding::obstacle)) {
                engineAndRoutes(settings, findings);
            }
        } catch (SettingsException unusable) {
            unusable.problems().forEach(problem -> findings.add(new CheckFinding(problem, true)));
        }
        return findings;
    }

    private String grants(Settings settings) throws SQLException, IOException {
        try (Pools pools = new Pools(settings)) {
            return GrantScript.of(
                    pools.moodle().connections(),
                    settings.moodle().site().tables(),
                    archiver(settings, pools).tablesRead(),
                    settings.target().storage().inCourse() ? Set.of("files") : Set.of(),
                    grants);
        }
    }

    private static CourseArchiver archiver(Settings settings, Pools pools) throws IOException {
        return new CourseArchiver(
                pools.content(), settings.moodle().site(), settings.folder().resolve("definitions"), Clock.systemUTC());
    }

    private static void ownScheduler(Settings settings, List<CheckFinding> findings) {
        try {
            if (new JdbcSiteReader()
                    .read(settings.moodle().database(), settings.moodle().site().tables())
                    .ownSchedulerOn()) {
                findings.add(new CheckFinding(
                        new Problem(
                                "Moodle",
                                "its own automated backup is still on, so every course is backed up"
                                        + " twice and both write to backup_courses. Set Courses > Backups >"
                                        + " Automated backup setup > Active to Disabled."),
                        false));
            }
        } catch (SQLException alreadyTold) {
            // the environment check has reported it, with a remedy
        }
    }

    private static void outbox(Pools pools, List<CheckFinding> findings) {
        new History(pools.history());
        Instant lastWeek = Clock.systemUTC().instant().minus(Duration.ofDays(7));
        for (Delivery delivery : new Outbox(pools.history()).troubled(lastWeek, 20)) {
            findings.add(new CheckFinding(
                    new Problem(
                            delivery.kind(),
                            "'" + delivery.subject() + "' failed " + delivery.attempts() + " times and "
                                    + (delivery.givenUp() != null ? "was given up: " : "is tried again: ")
                                    + delivery.error()),
                    false));
        }
    }

    /** What 'prove' found, if it was ever used. */
    private static void proofs(Pools pools, List<CheckFinding> findings) {
        List<ComponentProof> known = new Proofs(pools.history()).of(new SiteComponents(pools.moodle()).versions());
        List<String> unproven = known.stream()
                .filter(proof -> proof.courses() == 0 && proof.differing() == 0)
                .map(proof -> proof.component() + " " + proof.version())
                .toList();
        if (!unproven.isEmpty()) {
            findings.add(new CheckFinding(
                    new Problem(
                            "prove",
                            "never proven equal to Moodle's own archives on this site: " + String.join(", ", unproven)
                                    + ". Run 'prove'."),
                    false));
        }
    }

    private static void engineAndRoutes(Settings settings, List<CheckFinding> findings) {
        try (Pools pools = new Pools(settings)) {
            CourseArchiver archiver = archiver(settings, pools);
            List<CheckFinding> rights = RightsCheck.findings(settings, pools, archiver);
            findings.addAll(rights);
            if (rights.stream().anyMatch(CheckFinding::obstacle)) {
                return;
            }
            archiver.check()
                    .forEach(problem -> findings.add(new CheckFinding(new Problem("definitions", problem), false)));
            archiver.notes().forEach(note -> findings.add(new CheckFinding(new Problem("definitions", note), false)));
            outbox(pools, findings);
            proofs(pools, findings);
            try (Flow flow = new Flow(settings, pools, archiver::archive, Clock.systemUTC())) {
                flow.notices().forEach(notice -> findings.add(new CheckFinding(new Problem("site", notice), false)));
                findings.addAll(RouteCheck.findings(settings, flow));
            }
        } catch (IOException | SQLException | RuntimeException failure) {
            findings.add(new CheckFinding(new Problem("check", Reason.of(failure)), true));
        }
    }
}
