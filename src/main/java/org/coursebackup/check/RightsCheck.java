package org.coursebackup.check;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.flow.Pools;
import org.coursebackup.settings.Settings;

/** Whether the database users may read what archives need, and whether they may do more than a backup has to. */
public final class RightsCheck {
    /** Tables read for single courses, besides those that archives need. */
    static final Set<String> READ_OF_MAIN = Set.of(
            "backup_courses",
            "config",
            "config_plugins",
            "context",
            "course",
            "files",
            "files_reference",
            "logstore_standard_log");

    private RightsCheck() {}

    /** @throws SQLException if a database can't be asked at all */
    public static List<CheckFinding> findings(Settings settings, Pools pools, CourseArchiver archiver)
            throws SQLException, IOException {
        List<CheckFinding> findings = new ArrayList<>();
        TableRights rights = new TableRights(settings.moodle().site().tables());
        boolean replica = !settings.moodle().content().equals(settings.moodle().database());
        Set<String> needed = archiver.tablesRead();
        TableRights.Found found = rights.reading(needed, pools.content());
        unreadable(findings, replica ? "moodle.read.db.user" : "moodle.db.user", found.refused());
        if (replica) {
            Set<String> lost = found.absent();
            lost.removeAll(rights.reading(lost, pools.moodle().connections()).absent());
            if (!lost.isEmpty()) {
                findings.add(EnvironmentCheck.obstacle(
                        "moodle.read.db.url",
                        "lacks tables that moodle.db.url has: " + some(lost)
                                + ". No complete archive can be made from it; let the replica follow all of Moodle's"
                                + " tables, or leave moodle.read.db.url empty."));
            }
        }
        unreadable(
                findings,
                "moodle.db.user",
                rights.reading(READ_OF_MAIN, pools.moodle().connections()).refused());
        List<String> more = rights.tooMuch(
                pools.moodle().connections(), settings.target().storage().inCourse());
        if (!more.isEmpty()) {
            findings.add(EnvironmentCheck.attention(
                    "moodle.db.user",
                    "may change tables that this program only reads (" + String.join(", ", more)
                            + " and perhaps more). A user of its own needs less; 'check --grants' prints what."));
        }
        return findings.stream().distinct().toList();
    }

    private static void unreadable(List<CheckFinding> findings, String user, Set<String> refused) {
        if (!refused.isEmpty()) {
            findings.add(EnvironmentCheck.obstacle(
                    user,
                    "may not read " + some(refused) + ", so archives would lack what is in there, or fail."
                            + " Grant it SELECT on them; 'check --grants' prints all that it needs."));
        }
    }

    private static String some(Set<String> tables) {
        String names = String.join(", ", tables.stream().limit(10).toList());
        return (tables.size() == 1 ? "the table " : tables.size() + " tables: ")
                + names
                + (tables.size() > 10 ? ", ..." : "");
    }
}
