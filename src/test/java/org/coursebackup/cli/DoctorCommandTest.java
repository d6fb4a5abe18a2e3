package org.coursebackup.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.coursebackup.settings.Secret;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code doctor} writes, and what it takes out. */
class DoctorCommandTest extends OnDemoSite {

    private String written(String... arguments) throws Exception {
        Path file = folder.resolve("doctor.txt");
        Files.deleteIfExists(file);
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--to";
        all[arguments.length + 1] = file.toString();
        assertThat(commands.saidBy("doctor", all)).contains("Read it before you send it");
        return Files.readString(file);
    }

    @Test
    void the_file_has_versions_settings_check_routes_and_history() throws Exception {
        assertThat(commands.run("--course", "2,3")).isZero();
        Files.createDirectories(folder.resolve("routes"));
        assertThat(Main.execute("init", folder.resolve("own").toString())).isZero();
        Files.delete(folder.resolve("routes"));
        Files.move(folder.resolve("own/routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/99-errors.camel.yaml"), "# changed\n", StandardOpenOption.APPEND);

        assertThat(written())
                .contains("== Versions", "Java " + System.getProperty("java.version"), "Moodle 4.5", "H2 ")
                .contains("== Settings that are not the default", "moodle.db.password = ***  [-Dmoodle.db.password]")
                .contains("== Check", "== Routes and definitions")
                .contains("routes/99-errors.camel.yaml: changed", "routes/10-schedule.camel.yaml: as delivered")
                .contains("== History", "command finished", ": 2 courses, 2 OK", "0 failed");
    }

    @Test
    void names_of_courses_and_files_people_and_secrets_are_taken_out() throws Exception {
        assertThat(commands.run("--course", "2,3")).isZero();
        System.setProperty("mail.to", "ada.lovelace@example.org");
        Path log = Files.writeString(
                folder.resolve("run.log"),
                "Course 2 (GARDEN) failed: 'Ada Lovelace, essay.pdf' can't be read by grace@example.org with "
                        + CommandsOnDemo.SECRET + "\nbackup-moodle2-course-2-garden-20261127-0300.mbz it doesn't\n");

        assertThat(written("--log", log.toString()))
                .contains("Course 2 ((course 2)) failed: '…' can't be read by (address) with ***")
                .contains("backup-moodle2-course-2-…-20261127-0300.mbz it doesn't")
                .contains("mail.to = (address)")
                .doesNotContain("GARDEN", "ovelace", "grace", CommandsOnDemo.SECRET, "essay");
    }

    @Test
    void a_short_secret_is_not_told_by_what_is_missing_in_words() {
        Discreet discreet = new Discreet(List.of(new Secret("moodle"), new Secret("hunter2hunter2")));

        assertThat(discreet.text("backup-moodle2-course-2-garden-20261127-0300.mbz as moodle by hunter2hunter2x"))
                .isEqualTo("backup-moodle2-course-2-…-20261127-0300.mbz as *** by ***x");
    }

    @Test
    void wrong_settings_do_not_keep_it_from_writing() throws Exception {
        System.setProperty("keep.last", "many");

        assertThat(written()).contains("PROBLEM  keep.last: 'many' is not valid", "keep.last = many");
    }

    @Test
    void a_file_that_is_there_is_left_alone() throws Exception {
        Path there = Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThat(commands.execute("doctor", "--to", there.toString())).isEqualTo(Main.WRONG);
        assertThat(there).hasContent("mine");
    }
}
