package org.coursebackup.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DatabaseProxy;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.TableLock;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/** SIGTERM while a database is silent: the process still ends in time, and what was being worked on is due. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopWhileSilentIT {
    private static final int WAIT_SECONDS = 2;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_process_whose_courses_wait_for_a_lock_or_for_swallowed_packets_ends_in_time(DatabaseKind kind)
            throws Exception {
        Files.createDirectory(folder.resolve("backups"));
        try (DemoMoodle moodle = DemoMoodle.fresh(kind, 1);
                DatabaseProxy network = new DatabaseProxy(moodle.url());
                Connection other = moodle.pool().getConnection()) {
            JdbcTemplate database = new JdbcTemplate(moodle.pool());
            for (boolean swallowed : new boolean[] {false, true}) {
                try (TableLock held = new TableLock(other, kind, "mdl_grade_items")) {
                    Process process = run(moodle, network, "--force", "--all");
                    Until.holds("a course waits for the lock", () -> held.waiting(database) > 0);
                    if (swallowed) {
                        network.swallow();
                    }
                    stop(process);
                }
                network.restore();
                Process next = run(moodle, network, "--course=2", "--force");
                assertThat(next.waitFor(90, TimeUnit.SECONDS)).isTrue();
                assertThat(count(database, "laststatus = '2'")).isZero();
                assertThat(count(database, "nextstarttime > " + Instant.now().getEpochSecond()))
                        .as("all but the one that was asked for are due")
                        .isEqualTo(1);
            }
        }
    }

    private void stop(Process process) throws Exception {
        Instant asked = Instant.now();
        process.destroy();
        assertThat(process.waitFor(WAIT_SECONDS + 60, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(WAIT_SECONDS + 10));
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("\tat ");
    }

    private static long count(JdbcTemplate database, String condition) {
        return database.queryForObject("select count(*) from mdl_backup_courses where " + condition, Long.class);
    }

    private Process run(DemoMoodle moodle, DatabaseProxy network, String... arguments) throws Exception {
        Map<String, String> settings = Map.of(
                "moodle.config", "",
                "moodle.db.url", network.url(),
                "moodle.db.prefix", "mdl_",
                "moodle.wwwroot", moodle.site().wwwroot(),
                "moodle.dataroot", moodle.site().dataroot().toString(),
                "backup.directory", folder.resolve("backups").toString(),
                "backup.workers", "2",
                "history.db.url", "jdbc:h2:file:" + folder.resolve("history"),
                "shutdown.wait-seconds", String.valueOf(WAIT_SECONDS));
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        File log = folder.resolve("log").toFile();
        Process process = MainProcess.in(folder, settings, all)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        processes.add(process);
        return process;
    }
}
