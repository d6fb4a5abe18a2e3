package org.coursebackup.check;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.coursebackup.archive.CourseArchiver;
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

/**
 * Everything a run needs: what the settings point to, rights, definitions, and the routes with their SQL, built in a
 * context of their own on connections of their own, so that a flow that runs meanwhile is not touched. Changes nothing.
 */
public final class WholeCheck {
    private WholeCheck() {}

    /** Everything found; routes and SQL are only looked at if nothing before them prevents a run. */
    public static List<CheckFinding> findings(Settings settings) {
        List<CheckFinding> findings = new ArrayList<>(new EnvironmentCheck(settings).findings());
        settings.report().obstacles().forEach(problem -> findings.add(new CheckFinding(problem, true)));
        ScheduleCheck.overForGood(settings, Instant.now())
                .ifPresent(problem -> findings.add(new CheckFinding(problem, true)));
        ownScheduler(settings, findings);
        if (findings.stream().noneMatch(CheckFinding::obstacle)) {
            engineAndRoutes(settings, findings);
        }
        return findings;
    }

    /** The engine as a run has it, on these connections. */
    public static CourseArchiver archiver(Settings settings, Pools pools) throws IOException {
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
