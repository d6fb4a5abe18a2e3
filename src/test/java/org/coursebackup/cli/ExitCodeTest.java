package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;

import static org.assertj.core.api.Assertions.assertThat;

/** What scripts see of {@code run}: the exit code, and plain words instead of stack traces and passwords. */
class ExitCodeTest extends OnDemoSite {
    private static final String SECRET = CommandsOnDemo.SECRET;

    @ParameterizedTest
    @CsvSource({"2, 0", "8, 3", "9, 1"})
    void a_run_ends_with_0_when_all_is_good_with_3_after_warnings_and_with_1_after_a_failure(String course, int code)
            throws IOException {
        assertThat(run("--course", course)).isEqualTo(code);
        assertThat(backups()).hasSize(course.equals("9") ? 0 : 1).allMatch(name -> name.endsWith(".mbz"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moodle.db.password | " + SECRET + "x | Check moodle.db.user and moodle.db.password",
                "moodle.db.url | jdbc:h2:nowhere/moodle;PASSWORD=" + SECRET
                        + " | cannot use jdbc:h2:nowhere/moodle;PASSWORD=***",
                "moodle.db.url | jdbc:mariadb:nowhere?user=x&password=" + SECRET
                        + " | cannot use jdbc:mariadb:nowhere?user=x&password=***",
                "moodle.db.url | postgresql://moodle:" + SECRET + "@server/moodle | a JDBC address",
                "moodle.db.prefix | m_ | Check moodle.db.prefix",
                "backup.workers | none | at least 1"
            })
    void a_setting_that_will_not_do_is_told_with_its_remedy_and_ends_with_2(String key, String value, String words)
            throws IOException {
        System.setProperty(key, value);
        assertThat(run("--all")).isEqualTo(Main.WRONG);
        assertThat(said()).contains("nothing was started", key.startsWith("moodle.db.p") ? "moodle.db" : key, words);
        assertThat(backups()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moodle.db.url | jdbc:postgresql://127.0.0.1:1/moodle | that the server runs",
                "moodle.db.url | jdbc:mariadb://127.0.0.1:1/moodle | that the server runs",
                "moodle.read.db.url | jdbc:postgresql://127.0.0.1:1/moodle | that the server runs",
                "moodle.dataroot | . | has no readable folder filedir",
                "moodle.dataroot | gone | there is no folder",
                "backup.directory | gone | Create it, or mount the disk"
            })
    void what_cannot_be_reached_ends_with_5_and_leaves_a_row_in_the_history(String key, String value, String words) {
        System.setProperty(key, value);
        assertThat(run("--all")).isEqualTo(Main.AWAY);
        assertThat(said()).contains("cannot be reached; nothing was started", key, words);
        assertThat(commands.execute("check")).isEqualTo(Main.AWAY);

        HistoryReader history =
                new HistoryReader(new DriverManagerDataSource(System.getProperty("history.db.url"), "", ""));
        assertThat(history.runs(10, 0)).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo("missed");
            assertThat(run.cause()).isEqualTo("command");
            assertThat(run.reason()).contains(key, words);
        });
    }

    @Test
    void a_run_after_failures_ends_with_1_while_a_course_still_has_status_0() {
        assertThat(run()).isEqualTo(1);
        assertThat(run()).isEqualTo(1);
        assertThat(said()).contains("1 course still has status 0 from an earlier run");
    }

    @Test
    void wrong_settings_beside_something_away_end_with_2_since_waiting_will_not_help() {
        System.setProperty("backup.directory", "gone");
        System.setProperty("moodle.db.prefix", "m_");
        assertThat(run("--all")).isEqualTo(Main.WRONG);
    }

    @Test
    void status_names_the_runs_that_did_not_happen() {
        new History(new DriverManagerDataSource(System.getProperty("history.db.url"), "", ""))
                .missed("schedule", "a process", "The disk was away.", Instant.now());
        assertThat(commands.saidBy("status")).contains("Missed: the run of ", "The disk was away.");
    }

    @Test
    void an_unknown_key_ends_with_2_and_the_nearest_one_is_named() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "backup.worker=2\n");
        assertThat(run("--all")).isEqualTo(Main.WRONG);
        assertThat(said()).contains("unknown key 'backup.worker'", "Did you mean 'backup.workers'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "check"})
    void a_schedule_that_is_over_for_good_is_told_in_words_and_ends_with_2(String command) {
        System.setProperty("report.enabled", "false");
        System.setProperty("schedule.cron", "0 0 3 1 1 ? 2020");
        assertThat(Main.execute(command, "--config", folder.toString())).isEqualTo(Main.WRONG);
        assertThat(said())
                .contains("schedule.cron: '0 0 3 1 1 ? 2020' has no further time, so no run would ever start")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void a_bean_that_does_not_exist_ends_with_2_and_without_a_stack_trace() throws IOException {
        assertThat(Main.execute("init", folder.resolve("other").toString())).isZero();
        Files.move(folder.resolve("other/routes"), folder.resolve("routes"));
        Path file = folder.resolve("routes/50-archive.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("{ref: archiver", "{ref: archver"));
        assertThat(run("--all")).isEqualTo(Main.WRONG);
        assertThat(said()).contains("nothing was started", "routes/50-archive.camel.yaml, line ", "archver");
    }

    @Test
    void the_settings_that_init_writes_are_for_their_owner_alone() throws IOException {
        assertThat(Main.execute("init", folder.resolve("new").toString())).isZero();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("new/application.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_broken_route_file_ends_with_2_and_is_named() throws IOException {
        assertThat(Main.execute("init", folder.resolve("other").toString())).isZero();
        Files.move(folder.resolve("other/routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), "- route:\n    id: [broken\n");
        assertThat(run("--all")).isEqualTo(Main.WRONG);
        assertThat(said()).contains("nothing was started", "mine.camel.yaml");
        assertThat(backups()).isEmpty();
    }

    @Test
    void an_unknown_course_ends_with_2_and_the_known_one_beside_it_is_not_begun() throws IOException {
        assertThat(run("--course", "2", "--course", "4711")).isEqualTo(Main.WRONG);
        assertThat(said()).contains("--course 4711: there is no course with this id");
        assertThat(backups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cuorse=2", "--course=two"})
    void a_slip_on_the_command_line_ends_with_2(String argument) {
        assertThat(run(argument)).isEqualTo(Main.WRONG);
    }

    @Test
    void a_run_of_another_process_ends_this_one_with_4_until_that_process_is_gone() throws Exception {
        Process other = LockHolder.in(folder.resolve("backups"));
        try {
            assertThat(run("--course", "2")).isEqualTo(Main.BUSY);
            assertThat(said()).contains("Another run is active (somebody else's night)");
            assertThat(backups()).isEmpty();
        } finally {
            assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run("--course", "2")).isZero();
    }

    @Test
    void a_second_run_within_the_same_minute_takes_a_name_of_its_own() throws IOException {
        assertThat(run("--course", "2")).isZero();
        assertThat(run("--course", "2")).isZero();
        assertThat(backups()).hasSize(2).allMatch(name -> name.endsWith(".mbz"));
    }

    private int run(String... arguments) {
        return commands.run(arguments);
    }

    private String said() {
        return commands.said();
    }

    private List<String> backups() throws IOException {
        return commands.backups();
    }
}
