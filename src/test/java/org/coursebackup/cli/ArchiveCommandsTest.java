package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code archives}, {@code show} and {@code restore} say, and {@code verify} of folders. */
class ArchiveCommandsTest extends OnDemoSite {

    private String archive;

    @BeforeEach
    void makeArchive() throws IOException {
        assertThat(commands.run("--course", "2,4")).isZero();
        archive = commands.backups().get(0);
        assertThat(archive).contains("course-2-");
    }

    @Test
    void archives_lists_them_by_course_with_state_and_pin() throws Exception {
        commands.saidBy("pin", "2", "--label", "exams");

        assertThat(commands.saidBy("archives"))
                .contains(archive + " (pinned (exams))", "good", "2 archives of 2 courses, ");
        assertThat(commands.saidBy("archives", "4")).doesNotContain(archive).contains("1 archive of 1 course, ");

        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("archives", "2", "--json"));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).get("bytes").asLong())
                .isEqualTo(Files.size(backups().resolve(archive)));
        assertThat(lines.get(0).get("state").asText()).isEqualTo("good");
        assertThat(lines.get(0).get("location").asText()).endsWith(archive);
    }

    @Test
    void show_tells_what_is_in_the_newest_archive_of_a_course_or_in_a_file() throws Exception {
        String said = commands.saidBy("show", "2");
        assertThat(said)
                .contains("Course 2, GARDEN: ", "of https://campus.example.org, Moodle 4.5", "with people's data")
                .containsPattern("\\d+ activities and resources in \\d+ sections")
                .containsPattern("\n {2}forum +[\\d.]+ k?B {2}");
        assertThat(commands.saidBy("show", archive)).isEqualTo(said);
        assertThat(commands.saidBy("show", backups().resolve(archive).toString()))
                .isEqualTo(said);

        JsonNode overview = new ObjectMapper().readTree(commands.saidBy("show", "2", "--json"));
        assertThat(overview.get("shortname").asText()).isEqualTo("GARDEN");
        assertThat(overview.get("sections").get(0).has("activities")).isTrue();
    }

    @Test
    void diff_tells_what_changed_from_one_archive_to_another() throws Exception {
        Path before = Files.copy(backups().resolve(archive), folder.resolve("before.mbz"));
        new JdbcTemplate(moodle.pool())
                .update("update mdl_choice set intro = concat(intro, '!') where id ="
                        + " (select instance from mdl_course_modules where id = 8)");
        assertThat(commands.run("--course", "2")).isZero();

        assertThat(commands.saidBy("diff", before.toString(), "2"))
                .contains("Course 2 (GARDEN) from ", "Activities and resources\n  ~ choice '")
                .contains("      choice.xml: choice ~1");
        assertThat(commands.saidBy("diff", before.toString(), before.toString()))
                .contains("Nothing changed.");
        assertThat(new ObjectMapper()
                        .readTree(commands.saidBy("diff", before.toString(), "2", "--json"))
                        .get("activities")
                        .get(0)
                        .get("where")
                        .asText())
                .isEqualTo("activities/choice_8");
        assertThat(commands.execute("diff", before.toString(), "4")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("They are archives of different courses, 2 and 4");
    }

    @Test
    void what_is_no_archive_is_refused_in_words() throws Exception {
        Path other = Files.writeString(folder.resolve("other.mbz"), "not a zip");

        assertThat(commands.execute("show", other.toString())).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("other.mbz cannot be read: ");
        assertThat(commands.execute("show", "3")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("Course 3 has no good archive. 'status' says why");
        assertThat(commands.execute("restore", "missing.mbz")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("There is no file missing.mbz, neither here nor in ");
    }

    @Test
    void restore_prints_the_command_for_this_archive_and_runs_nothing() throws Exception {
        Path code = moodleCode("exit 9");
        System.setProperty("moodle.dirroot", code.toString());

        assertThat(commands.saidBy("restore", "2", "--category", "7"))
                .contains(
                        "sudo -u www-data ",
                        code.resolve("admin/cli/restore_backup.php") + " --file="
                                + backups().resolve(archive) + " --categoryid=7");
        assertThat(code.resolve("called")).doesNotExist();
    }

    @Test
    void what_is_encrypted_is_told_how_to_decrypt_and_not_restored() throws Exception {
        String name = "backup of o'clock.mbz.age";
        Files.writeString(backups().resolve(name), "age");
        String file = backups().resolve("backup of o'\\''clock.mbz").toString();

        assertThat(commands.saidBy("restore", name)).contains("age -d -i key.txt '" + file + ".age' > '" + file + "'");
        assertThat(commands.execute("restore", name, "--execute", "--category", "7"))
                .isEqualTo(Main.WRONG);
        assertThat(commands.execute("show", name)).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("is encrypted, so its contents cannot be shown");
    }

    @Test
    void restore_execute_calls_moodles_own_command_and_tells_how_it_ended() throws Exception {
        Path code = moodleCode("exit 0");
        System.setProperty("moodle.dirroot", code.toString());
        System.setProperty("moodle.php", code.resolve("php").toString());

        assertThat(commands.saidBy("restore", "2", "--execute", "--category", "7", "--yes"))
                .contains("Moodle says that it restored the course");
        assertThat(Files.readString(code.resolve("called")))
                .contains("restore_backup.php --file=" + backups().resolve(archive) + " --categoryid=7");

        moodleCode("exit 9");
        assertThat(commands.execute("restore", "2", "--execute", "--category", "7", "--yes"))
                .isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("Moodle's command ended with 9");
    }

    @Test
    void restore_of_a_single_activity_leads_into_a_course_that_exists() throws Exception {
        commands.saidBy("export", "2", "--activity", "8", "--to", folder.toString());
        String activity = files(".*activity-8-.*");

        assertThat(commands.saidBy("show", activity))
                .contains("Only one activity of course 2, GARDEN: ")
                .containsPattern("\\n {2}choice +[\\d.]+ kB {2}Which plant next\\?");
        assertThat(commands.saidBy("restore", activity, "--course", "2"))
                .contains("One activity 'Which plant next?' (choice) of course 2 (GARDEN)", "Choose “Merge the backup")
                .contains(" --courseid=2", "Moodle 4.1 does not know --courseid")
                .doesNotContain("--categoryid", "new course in category");
        assertThat(commands.execute("restore", activity, "--category", "7")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("has only one activity, which goes into a course that exists");
        assertThat(commands.execute("restore", "2", "--course", "2")).isEqualTo(Main.WRONG);

        Path code = moodleCode("exit 0");
        System.setProperty("moodle.dirroot", code.toString());
        System.setProperty("moodle.php", code.resolve("php").toString());
        Path script = Files.writeString(code.resolve("admin/cli/restore_backup.php"), "'categoryid' => ''");
        assertThat(commands.saidBy("restore", activity))
                .contains("knows new courses only")
                .doesNotContain("courseid=");
        assertThat(commands.execute("restore", activity, "--course", "2", "--execute", "--yes"))
                .isEqualTo(Main.WRONG);
        assertThat(code.resolve("called")).doesNotExist();

        Files.writeString(script, "'categoryid' => '', 'courseid' => ''");
        assertThat(commands.execute("restore", activity, "--execute", "--yes")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("--execute needs --course ID");
        assertThat(commands.saidBy("restore", activity, "--course", "2", "--execute", "--yes"))
                .contains("Moodle says that it restored the activity");
        assertThat(Files.readString(code.resolve("called"))).contains("--file=" + activity + " --courseid=2");
    }

    private String files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void restore_execute_wants_a_category_a_moodle_and_an_answer() throws Exception {
        assertThat(commands.execute("restore", "2", "--execute")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("--execute needs --category ID");
        assertThat(commands.execute("restore", "2", "--execute", "--category", "7", "--yes"))
                .isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("neither moodle.dirroot nor moodle.config says");

        System.setProperty("moodle.dirroot", moodleCode("exit 0").toString());
        assertThat(commands.execute("restore", "2", "--execute", "--category", "7"))
                .isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("There is no terminal to ask on, so nothing was restored.");
    }

    @Test
    void verify_reads_all_archives_of_a_folder_and_of_the_target() throws Exception {
        assertThat(commands.saidBy("verify", backups().toString()).lines().filter(line -> line.endsWith(": good")))
                .hasSize(2);
        assertThat(commands.saidBy("verify", "--all")).contains(archive + ": good");
        Files.writeString(backups().resolve("backup-other.mbz"), "not a zip");
        assertThat(commands.execute("verify", "--all")).isEqualTo(Main.FAILED);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(commands.execute("verify", empty.toString())).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("has no archives (.mbz, .mbz.age or .mbz.thin), so nothing was read.");
    }

    @Test
    void status_is_filtered_summed_up_and_judged_for_monitoring() throws Exception {
        assertThat(commands.run("--course", "9")).isEqualTo(Main.FAILED);

        assertThat(commands.saidBy("status", "--status", "error"))
                .contains("LOST", "1 course: 1 error. 1 without a good archive.")
                .doesNotContain("GARDEN");
        assertThat(commands.saidBy("status", "--course", "2,4"))
                .contains("GARDEN", "STARS", "2 courses: 2 OK. All have a good archive, the oldest ");
        assertThat(commands.execute("status", "--exit-code")).isEqualTo(Main.FAILED);
        assertThat(commands.execute("status", "--exit-code", "--course", "2")).isZero();
    }

    @Test
    void run_failed_takes_the_courses_with_status_0_and_nothing_when_there_are_none() throws Exception {
        new JdbcTemplate(moodle.pool()).update("delete from mdl_backup_courses");
        assertThat(commands.saidBy("run", "--failed")).contains("No course has status 0 (error)");

        commands.run("--course", "9");
        assertThat(commands.execute("run", "--failed")).isEqualTo(Main.FAILED);
        assertThat(commands.said().split("Course 9 \\(LOST\\): FAILED", -1)).hasSize(3);
    }

    @Test
    void completion_prints_a_script_for_the_shell() {
        assertThat(commands.saidBy("completion")).contains("complete -F", "restore");
    }

    private Path backups() {
        return folder.resolve("backups");
    }

    /** What looks like a Moodle, with a PHP that notes what it was called with. */
    private Path moodleCode(String end) throws IOException {
        Path code = Files.createDirectories(folder.resolve("code"));
        Files.createDirectories(code.resolve("admin/cli"));
        Files.writeString(code.resolve("config.php"), "<?php\n");
        Path php = code.resolve("php");
        Files.write(php, List.of("#!/bin/sh", "echo \"$@\" > " + code.resolve("called"), end));
        Files.setPosixFilePermissions(php, PosixFilePermissions.fromString("rwx------"));
        return code;
    }
}
