package org.coursebackup.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.check.GrantScript;
import org.coursebackup.check.WholeCheck;
import org.coursebackup.flow.Pools;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;

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
        try {
            return WholeCheck.findings(SettingsLoader.load());
        } catch (SettingsException unusable) {
            return unusable.problems().stream()
                    .map(problem -> new CheckFinding(problem, true))
                    .toList();
        }
    }

    private String grants(Settings settings) throws SQLException, IOException {
        try (Pools pools = new Pools(settings)) {
            return GrantScript.of(
                    pools.moodle().connections(),
                    settings.moodle().site().tables(),
                    WholeCheck.archiver(settings, pools).tablesRead(),
                    settings.target().storage().inCourse() ? Set.of("files") : Set.of(),
                    grants);
        }
    }
}
