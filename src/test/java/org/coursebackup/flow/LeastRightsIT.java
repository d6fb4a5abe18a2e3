package org.coursebackup.flow;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.GrantScript;
import org.coursebackup.check.RightsCheck;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.run.RunRequest;
import org.coursebackup.settings.Settings;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A database user with the least privileges, and with fewer. */
class LeastRightsIT {
    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void the_printed_rights_are_enough_for_a_whole_run_and_nothing_less_is_called_ready(DatabaseKind kind)
            throws Exception {
        try (TestSite site = new TestSite(kind)) {
            if (kind == DatabaseKind.MARIADB) {
                // the tests' server begins without accounts; this makes it read them
                site.database.execute("flush privileges");
                site.database.execute("alter user root@localhost identified via mysql_native_password using ''");
            }
            assertThat(findings(site)).anyMatch(finding -> finding.contains("may change tables"));
            String user = "least" + site.moodle.pool().hashCode();
            String grantee = grant(site, kind, user);

            assertThat(findings(site)).isEmpty();
            site.start();
            site.run(RunRequest.due("command"));
            assertThat(site.statuses())
                    .isEqualTo(Map.of(1L, "1", 2L, "1", 3L, "1", 4L, "1", 5L, "1", 6L, "3", 7L, "1", 8L, "4", 9L, "0"));

            site.database.execute("revoke select on mdl_forum_posts from " + grantee);
            assertThat(findings(site)).singleElement().asString().contains("PROBLEM", "may not read", "forum_posts");
            site.database.execute("revoke select on mdl_tag_area from " + grantee);
            assertThat(findings(site)).singleElement().asString().contains("forum_posts", "tag_area");
            if (kind == DatabaseKind.POSTGRESQL) {
                site.database.execute("revoke usage on sequence mdl_backup_courses_id_seq from " + grantee);
                assertThat(new EnvironmentCheck(site.settings()).obstacles())
                        .singleElement()
                        .asString()
                        .contains("mdl_backup_courses_id_seq", "check --grants");
            }
        }
    }

    /** Sets the site's database user to one with the privileges in the script and no others. */
    private static String grant(TestSite site, DatabaseKind kind, String user) throws Exception {
        String script;
        try (Pools pools = new Pools(site.settings())) {
            script = GrantScript.of(
                    pools.moodle().connections(),
                    TablePrefix.USUAL,
                    archiver(site.settings(), pools).tablesRead(),
                    Set.of(),
                    user);
        }
        assertThat(script).contains("mdl_forum_posts").doesNotContain("mdl_sessions");
        String url = site.moodle.url();
        String grantee;
        if (kind == DatabaseKind.POSTGRESQL) {
            grantee = "\"" + user + "\"";
            site.database.execute("create role " + grantee + " login password 'least'");
        } else {
            grantee = script.replaceAll("(?s).* TO ('[^;]*');.*", "$1");
            site.database.execute("create user " + grantee + " identified by 'least'");
        }
        for (String statement : script.replaceAll("(?m)^--.*$", "").split(";\\s*")) {
            if (!statement.isBlank()) {
                site.database.execute(statement);
            }
        }
        site.properties.setProperty("moodle.db.url", url.replaceFirst("\\?.*", ""));
        site.properties.setProperty("moodle.db.user", user);
        site.properties.setProperty("moodle.db.password", "least");
        return grantee;
    }

    private static List<String> findings(TestSite site) throws Exception {
        Settings settings = site.settings();
        assertThat(new EnvironmentCheck(settings).obstacles()).isEmpty();
        try (Pools pools = new Pools(settings)) {
            return RightsCheck.findings(settings, pools, archiver(settings, pools)).stream()
                    .map(finding -> (finding.obstacle() ? "PROBLEM " : "") + finding.problem())
                    .toList();
        }
    }

    private static CourseArchiver archiver(Settings settings, Pools pools) throws Exception {
        return new CourseArchiver(pools.content(), settings.moodle().site(), null, Clock.systemUTC());
    }
}
