package org.coursebackup.settings;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.coursebackup.testsupport.AgeKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong with settings is told, all of it at once. */
class WrongSettingsTest extends SettingsSources {
    @Test
    void a_key_that_stands_twice_in_the_file_is_told() throws Exception {
        file("backup.directory=/one", "keep.last=3", "backup.directory=/two");

        assertThat(complaints())
                .containsExactly("application.properties: has the key 'backup.directory' twice. Only the last one would"
                        + " count; remove one.");
    }

    @Test
    void keys_of_no_group_that_camel_knows_are_told_and_those_of_its_groups_are_not() throws Exception {
        file("camel.main.name=x", "camel.component.seda.queue-size=7", "camel.threadpool[x].pool-size=3");
        assertThat(load().placeholders()).containsEntry("camel.component.seda.queue-size", "7");

        file("camel.mainx.name=x");
        assertThat(complaints()).singleElement().asString().contains("unknown key 'camel.mainx.name'", "no effect");
    }

    @Test
    void an_unknown_key_on_the_command_line_is_told_with_what_may_have_been_meant() {
        system.setProperty("backup.worker", "3");
        system.setProperty("java.awt.headless", "true");

        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("unknown key '-Dbackup.worker'", "Did you mean 'backup.workers'?");
    }

    @Test
    void an_environment_variable_that_looks_like_a_key_is_a_notice_since_it_may_be_another_programs() throws Exception {
        environment.put("MOODLE_DB_PASWORD", "x");
        environment.put("KEEP", "x");
        environment.put("PATH", "/bin");

        assertThat(load().hints())
                .singleElement()
                .asString()
                .contains("MOODLE_DB_PASWORD", "Did you mean 'MOODLE_DB_PASSWORD'?", "no effect");
    }

    @Test
    void a_page_open_to_all_is_told_together_with_other_problems() {
        environment.put("REPORT_HOST", "0.0.0.0");
        environment.put("KEEP_LAST", "many");

        assertThat(complaints())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("keep.last"))
                .anyMatch(problem -> problem.startsWith("report.host: is 0.0.0.0, which other machines can reach"));
    }

    @Test
    void a_wrong_history_is_told_together_with_the_rest() throws Exception {
        file("history.db.url=nonsense", "encrypt.recipients=age1nonsense");

        assertThat(complaints())
                .anyMatch(problem -> problem.startsWith("history.db.url: "))
                .anyMatch(problem -> problem.startsWith("encrypt.recipients: "));
    }

    @Test
    void a_path_that_cannot_be_one_is_told() throws Exception {
        file("moodle.config=/etc/moodle\\u0000/config.php", "mail.password-file=a\\u0000b", "report.enabled=false");

        assertThat(complaints())
                .anyMatch(problem -> problem.startsWith("moodle.config: "))
                .anyMatch(problem -> problem.startsWith("mail.password-file: is not the path of a file"));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() throws Exception {
        environment.clear();
        file(
                "moodle.db.uri=x",
                "backup.workers=none",
                "schedule.cron=at three",
                "schedule.timezone=Mars/Base",
                "include.users=maybe");

        assertThat(complaints())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .contains("unknown key 'moodle.db.uri'")
                                .contains("Did you mean 'moodle.db.url'?"),
                        problem -> assertThat(problem)
                                .startsWith("backup.workers: 'none'")
                                .contains("at least 1"),
                        problem -> assertThat(problem)
                                .startsWith("schedule.cron: ")
                                .contains("0 0 3 * * ?"),
                        problem -> assertThat(problem)
                                .startsWith("schedule.timezone: ")
                                .contains("Europe/Berlin"),
                        problem -> assertThat(problem)
                                .startsWith("include.users: ")
                                .contains("true or false")
                                .contains("moodle"),
                        problem -> assertThat(problem)
                                .startsWith("moodle.db.url: is not set")
                                .contains("MOODLE_DB_URL"),
                        problem -> assertThat(problem).startsWith("moodle.wwwroot: is not set"),
                        problem -> assertThat(problem).startsWith("moodle.dataroot: is not set"));
    }

    @Test
    void what_cannot_be_encrypted_for_is_told_as_is_a_course_file_area() throws Exception {
        file("encrypt.recipients=age1nobody");
        assertThat(complaints()).singleElement().asString().startsWith("encrypt.recipients: has 'age1nobody'");

        file("encrypt.recipients=recipients.txt");
        assertThat(complaints()).singleElement().asString().contains("neither a public key of age", "recipients.txt");

        Files.writeString(
                folder.resolve("recipients.txt"),
                "# in the safe\n" + AgeKeys.in(folder, "key.txt").recipient() + "\n");
        assertThat(load().target().recipients().keys()).hasSize(1);

        file("encrypt.recipients=recipients.txt", "backup.storage=both");
        assertThat(complaints()).singleElement().asString().contains("makes no sense with backup.storage=both");
    }

    @Test
    void a_shared_pool_with_what_it_cannot_go_with_is_told_each_with_what_instead() throws Exception {
        file("store.layout=shared-pool");
        assertThat(load().store().pooled()).isTrue();
        assertThat(load().store().grace()).hasDays(7);

        file(
                "store.layout=shared-pool",
                "encrypt.recipients=" + AgeKeys.in(folder, "key.txt").recipient(),
                "backup.target=sftp:host/folder",
                "backup.second-target=mock:other");
        assertThat(complaints())
                .hasSize(4)
                .allMatch(told -> told.startsWith("store.layout: is shared-pool, which does not go together with ")
                        && told.endsWith("; or set store.layout=archives."))
                .anyMatch(told -> told.contains("encrypt.recipients"))
                .anyMatch(told -> told.contains("a backup.target without tempPrefix"))
                .anyMatch(told -> told.contains("a backup.second-target of that kind"))
                .anyMatch(told -> told.contains("a backup.second-target besides a backup.target on a server"));

        for (String target : List.of("sftp:host/folder?tempPrefix=.copying-", "aws2-s3:bucket")) {
            file("store.layout=shared-pool", "backup.target=" + target);
            assertThat(load().store().pooled()).isTrue();
            file("store.layout=shared-pool", "backup.second-target=" + target);
            assertThat(load().store().pooled()).isTrue();
        }

        for (String storage : List.of("course", "both")) {
            file("store.layout=shared-pool", "backup.storage=" + storage);
            assertThat(complaints()).singleElement().asString().contains("backup.storage=" + storage);
        }
        file("store.layout=pool");
        assertThat(complaints()).singleElement().asString().startsWith("store.layout: ");
    }

    @Test
    void a_lock_needs_both_mode_and_days_and_a_bucket() throws Exception {
        file(
                "backup.target=aws2-s3:bucket",
                "backup.target.lock-mode=compliance",
                "backup.second-target=sftp:host/folder",
                "backup.second-target.lock-mode=governance",
                "backup.second-target.lock-days=7");
        assertThat(complaints())
                .hasSize(2)
                .anyMatch(told -> told.startsWith("backup.target.lock-days: is 0"))
                .anyMatch(
                        told -> told.startsWith("backup.second-target.lock-mode: needs a backup.second-target on S3"));

        file("backup.second-target=aws2-s3:bucket", "backup.second-target.lock-days=7");
        assertThat(complaints()).singleElement().asString().startsWith("backup.second-target.lock-mode: is not set");

        file("backup.target=aws2-s3:bucket", "backup.target.lock-mode=locked");
        assertThat(complaints()).singleElement().asString().contains("governance, compliance or nothing");
    }
}
