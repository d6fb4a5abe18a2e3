package org.coursebackup.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All courses of a Moodle, archived by its own automated backup and by the program, each from its start to its end.
 *
 * @param courses how many, the front page included
 * @param moodleOk courses that have status 1 or 4 after Moodle's own run
 * @param oursOk the same after the program's
 * @param running what the second of two nights takes that one process works through, all courses each time
 * @param load of the machine for a minute before
 */
record MoodleNight(
        int courses, Duration moodle, int moodleOk, Duration ours, int oursOk, Duration running, double load) {

    private static final int NIGHTS = 2;

    /** Changes that Moodle's settings of automated backups and empties its table {@code backup_courses}, twice. */
    static MoodleNight compared(Path dirroot, Path folder) throws Exception {
        FileSystemUtils.deleteRecursively(folder);
        Path theirs = Files.createDirectories(folder.resolve("moodle"));
        Path program = Files.createDirectories(folder.resolve("program"));
        Map<String, String> own = new LinkedHashMap<>();
        own.put("moodle.config", dirroot.resolve("config.php").toString());
        own.put(
                "backup.directory",
                Files.createDirectory(program.resolve("backups")).toString());
        own.put("backup.workers", "2");
        Properties properties = new Properties();
        properties.putAll(own);
        Settings settings = new SettingsLoader(program, Map.of(), properties, new JdbcSiteReader()).settings();
        TablePrefix prefix = settings.moodle().site().tables();
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(settings.moodle().database().connect(), true);
        JdbcTemplate database = new JdbcTemplate(connection);
        try {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            php(dirroot, "cfg.php", "--component=backup", "--name=backup_auto_active", "--set=2");
            php(dirroot, "cfg.php", "--component=backup", "--name=backup_auto_storage", "--set=1");
            php(dirroot, "cfg.php", "--component=backup", "--name=backup_auto_destination", "--set=" + theirs);
            php(dirroot, "cfg.php", "--component=backup", "--name=backup_auto_weekdays", "--set=1111111");
            database.update(prefix.in("delete from {backup_courses}"));
            // a course without a row, or with 0, only gets its first start from such a run
            database.update(prefix.in("insert into {backup_courses}"
                    + " (courseid, laststarttime, lastendtime, laststatus, nextstarttime)"
                    + " select id, 0, 0, '5', 1 from {course}"));
            long begun = System.nanoTime();
            php(dirroot, "automated_backups.php");
            if (Files.exists(dirroot.resolve("course/classes/task/course_backup_task.php"))
                    || Files.exists(dirroot.resolve("lib/classes/task/course_backup_task.php"))) {
                php(
                        dirroot,
                        "adhoc_task.php",
                        "--execute",
                        "--ignorelimits",
                        "--classname=\\core\\task\\course_backup_task");
            }
            Duration moodle = Duration.ofNanos(System.nanoTime() - begun);
            int moodleOk = ok(database, prefix);
            database.update(prefix.in("delete from {backup_courses}"));
            MeasuredProgram ours = MeasuredProgram.run(program, own, "run", "--all");
            assertThat(ours.exitCode()).as(ours.printed()).isIn(0, 3);
            int oursOk = ok(database, prefix);
            own.put("keep.last", "1");
            own.put("keep.days", "0");
            own.put("keep.minimum", "0");
            own.put("skip.hidden-unmodified-days", "0");
            own.put("skip.unmodified-days", "0");
            MeasuredProgram running = MeasuredProgram.running(program, own, NIGHTS);
            List<Duration> nights = running.nights();
            assertThat(nights).as(running.printed()).hasSizeGreaterThanOrEqualTo(NIGHTS);
            return new MoodleNight(
                    database.queryForObject(prefix.in("select count(*) from {course}"), Integer.class),
                    moodle,
                    moodleOk,
                    ours.took(),
                    oursOk,
                    nights.get(NIGHTS - 1),
                    load);
        } finally {
            connection.destroy();
        }
    }

    private static int ok(JdbcTemplate database, TablePrefix prefix) {
        return database.queryForObject(
                prefix.in("select count(*) from {backup_courses} where laststatus in ('1', '4')"), Integer.class);
    }

    private static void php(Path dirroot, String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("php", dirroot.resolve("admin/cli").resolve(script).toString()));
        command.addAll(List.of(arguments));
        File log = File.createTempFile("php", ".txt");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        assertThat(code).as(command + "\n" + Files.readString(log.toPath())).isZero();
        Files.delete(log.toPath());
    }
}
