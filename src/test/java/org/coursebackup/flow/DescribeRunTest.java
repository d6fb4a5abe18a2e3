package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.Result;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.SiteVersions;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A run on a site that was upgraded; a shell script stands in for its PHP. */
class DescribeRunTest {
    private TestSite site;
    private Path asked;

    @BeforeEach
    void make_a_site() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        asked = site.folder.resolve("asked");
        site.properties.setProperty("moodle.dirroot", site.folder.toString());
        site.properties.setProperty("describe.automatically", "true");
        site.properties.setProperty("mail.to", "admin@example.org");
        php("cat <<'END'\n" + structures() + "\nEND\n");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void php(String does) throws Exception {
        Path script = site.folder.resolve("php");
        Files.writeString(script, "#!/bin/sh\necho asked >>" + asked + "\ncat >/dev/null\n" + does);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        site.properties.setProperty("moodle.php", script.toString());
    }

    /** What the site's code would say: its versions, and nothing new. */
    private String structures() {
        SiteVersions versions = SiteVersions.read(new MoodleDatabase(site.moodle.pool(), TablePrefix.USUAL));
        return "{\"component\":\"site\",\"format\":2,\"version\":\"" + versions.version()
                + "\",\"release\":\"4.5.6\",\"components\":{},\"versions\":{"
                + versions.plugins().entrySet().stream()
                        .map(plugin -> "\"" + plugin.getKey() + "\":\"" + plugin.getValue() + "\"")
                        .collect(Collectors.joining(","))
                + "}}\n{\"component\":\"end\"}";
    }

    private long timesAsked() throws Exception {
        return Files.exists(asked) ? Files.readAllLines(asked).size() : 0;
    }

    private void upgrade(String version) {
        site.database.update("update mdl_config set value = ? where name = 'version'", version);
    }

    private String mail() {
        return String.join(
                "\n",
                new JdbcTemplate(site.pools.history())
                        .queryForList("select content from delivery where kind = 'mail'", String.class));
    }

    @Test
    void the_sites_code_is_asked_before_the_courses_and_only_after_an_upgrade() throws Exception {
        site.start();
        site.run(RunRequest.due("test"));
        site.run(RunRequest.due("test"));

        assertThat(timesAsked()).isEqualTo(1);
        assertThat(site.folder.resolve("definitions/generated/versions.txt")).exists();
        assertThat(site.statuses()).containsEntry(3L, "1");

        upgrade("2024100707");
        php("cat <<'END'\n" + structures() + "\nEND\n");
        RunSummary run = site.run(new RunRequest(true, false, false, new TreeSet<>(List.of(3L)), "test"));
        assertThat(timesAsked()).isEqualTo(2);
        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.folder.resolve("definitions/generated/core.txt"))
                .content()
                .isEqualTo("2024100707\n");
    }

    @Test
    void when_php_refuses_the_run_goes_on_and_the_mail_says_so() throws Exception {
        site.start();
        site.run(RunRequest.due("test"));
        upgrade("2024100707");
        php("echo 'open_basedir restriction in effect.' >&2; exit 1\n");

        RunSummary run = site.run(new RunRequest(true, false, false, new TreeSet<>(List.of(3L)), "test"));

        assertThat(run.done()).isEqualTo(1);
        assertThat(run.warned()).isEqualTo(1);
        assertThat(site.reader().outcomes(run.runId(), 5, 0))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.result()).isEqualTo(Result.WARNING))
                .satisfies(outcome ->
                        assertThat(outcome.ending().reason()).contains("newer than the newest of its branch"));
        assertThat(mail())
                .contains("Notice: The definitions are older than the site (moodle was 2024100706 and is 2024100707)")
                .contains("asked in vain: PHP said nothing", "open_basedir restriction in effect. ");
    }

    @Test
    void a_dry_run_asks_nobody() throws Exception {
        site.dryRun = (course, verdict) -> {};
        site.start();

        site.run(new RunRequest(true, false, true, new TreeSet<>(), "test"));

        assertThat(timesAsked()).isZero();
    }

    @Test
    void unless_it_is_wanted_nobody_is_asked() throws Exception {
        site.properties.setProperty("describe.automatically", "false");
        site.start();

        site.run(RunRequest.due("test"));

        assertThat(timesAsked()).isZero();
    }
}
