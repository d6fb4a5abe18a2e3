package org.coursebackup.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.settings.DrillSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The protocol with the script, by a program of this test that stands for PHP, and what is made of what it says. */
class ArchiveDrillTest {
    private static final String ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

    @TempDir
    private Path folder;

    private Path archive;
    private Path scratch;
    private BooleanSupplier giveWay = () -> false;

    @BeforeEach
    void make_an_archive() throws Exception {
        scratch = Files.createDirectory(folder.resolve("scratch"));
        Map<String, String> entries = new TreeMap<>();
        entries.put("users.xml", "<users><user id=\"7\"><username>ann</username></user></users>");
        entries.put("activities/forum_3/forum.xml", "<activity id=\"3\"><post id=\"1\"/><post id=\"2\"/></activity>");
        entries.put(
                "files.xml",
                "<files><file id=\"1\"><contenthash>" + ABC
                        + "</contenthash><component>mod_forum</component>"
                        + "<filearea>post</filearea><filename>a</filename><filesize>3</filesize></file></files>");
        entries.put("files/a9/" + ABC, "abc");
        archive = MadeArchive.of(folder.resolve("archive.mbz"), entries);
    }

    private DrillResult drill(String says, Duration patience, boolean incomplete) throws Exception {
        DrillMoodle moodle = DrillMoodle.of(
                new DrillSettings(
                        Duration.ZERO, 1, FakePhp.in(folder, says).toString(), Optional.of(folder), false, patience),
                Map.of("DRILL_SITE", "live-site"),
                giveWay);
        try {
            return new ArchiveDrill(moodle, scratch).drill(archive, incomplete);
        } finally {
            try (Stream<Path> left = Files.list(scratch)) {
                assertThat(left).as("nothing is left in the scratch folder").isEmpty();
            }
        }
    }

    private DrillResult drill(String says) throws Exception {
        return drill(says, Duration.ofMinutes(1), false);
    }

    @Test
    void an_archive_whose_rows_all_come_back_is_restored() throws Exception {
        DrillResult result = drill("echo \"$DRILL_SITE $*\" >" + folder + "/told; " + FakePhp.restores(1));

        assertThat(result.differences()).isEmpty();
        assertThat(result.restored()).isTrue();
        assertThat(result.rows()).isEqualTo(5);
        assertThat(folder.resolve("told"))
                .content()
                .startsWith("live-site ")
                .contains("--config=" + folder.resolve("config.php"), "--archive=" + archive);
    }

    @Test
    void the_script_comes_by_standard_input() throws Exception {
        drill(FakePhp.restores(1).replace("/dev/null", folder.resolve("script").toString()));

        assertThat(folder.resolve("script"))
                .content()
                .startsWith("<?php")
                .contains("force_transaction_rollback", "moodle-course-backup-drill");
    }

    @Test
    void rows_that_are_gone_users_not_made_and_files_with_other_contents_are_told() throws Exception {
        Path back = MadeArchive.changed(
                archive, folder.resolve("b.mbz"), "activities/", text -> text.replace("<post id=\"2\"/>", ""));
        back = MadeArchive.changed(back, folder.resolve("c.mbz"), "files.xml", text -> text.replace("a999", "cdcd"));

        DrillResult result = drill(FakePhp.restores(0).replace("\"$archive\"", back.toString()));

        assertThat(result.differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "files.xml: mod_forum/post: 1, but with other contents",
                        "forum.xml: activity/post: 2 expected, 1 found",
                        "users.xml: users/user: 1 expected, 0 found");
    }

    @Test
    void more_rows_than_expected_are_no_loss_and_users_do_not_count_where_the_site_has_them_already() throws Exception {
        Path back = MadeArchive.changed(
                archive,
                folder.resolve("b.mbz"),
                "activities/",
                text -> text.replace("</act", "<post id=\"3\"/></act"));

        assertThat(drill(FakePhp.restores(1)
                                .replace("\"$archive\"", back.toString())
                                .replaceAll("echo 'MOODLE-COURSE-BACKUP USERS 1';", "true;"))
                        .differences())
                .isEmpty();
    }

    @Test
    void a_content_that_the_archive_lacks_is_a_loss_unless_its_status_says_so() throws Exception {
        Path lacking = MadeArchive.changed(archive, folder.resolve("lacking.mbz"), "files/", text -> null);
        Path back = MadeArchive.changed(lacking, folder.resolve("b.mbz"), "files.xml", text -> "<files></files>");
        archive = lacking;
        String says = FakePhp.restores(1).replace("\"$archive\"", back.toString());

        assertThat(drill(says).differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "files.xml: contents of files in the archive: 1 expected, 0 found",
                        "files.xml: mod_forum/post: 1 expected, 0 found");
        DrillResult known = drill(says, Duration.ofMinutes(1), true);
        assertThat(known.restored()).isTrue();
        assertThat(known.notes()).singleElement().asString().contains("known to lack contents of files (1)");
    }

    @Test
    void a_content_that_is_not_what_its_name_says_is_a_loss_even_where_rows_of_files_are_not_expected_back()
            throws Exception {
        archive = MadeArchive.changed(
                archive,
                folder.resolve("picture.mbz"),
                "files.xml",
                text -> text.replace("<component>mod_forum</component>", "<component>user</component>"));
        assertThat(drill(FakePhp.restores(1)).restored()).isTrue();
        archive = MadeArchive.changed(archive, folder.resolve("rotten.mbz"), "files/", text -> "abd");

        assertThat(drill(FakePhp.restores(1)).differences())
                .extracting(Difference::toString)
                .containsExactly("files.xml: contents of files in the archive: 1 expected, 0 found");
    }

    @Test
    void moodles_refusal_is_the_archives_failure_in_its_own_words_and_ours_is_not() {
        assertThatThrownBy(() -> drill("echo 'MOODLE-COURSE-BACKUP RESTORING as 4.5'; echo 'MOODLE-COURSE-BACKUP FAILED"
                        + " dml_exception: no such żółw'; echo other; exit 1"))
                .hasMessage("Moodle could not restore it; it said: dml_exception: no such żółw")
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isTrue());
        assertThatThrownBy(() -> drill("echo 'MOODLE-COURSE-BACKUP REFUSED it is the live site'; exit 1"))
                .hasMessage("The Moodle at drill.dirroot was not used: it is the live site.")
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isFalse());
    }

    @Test
    void a_php_that_dies_says_something_about_the_archive_only_once_restoring_has_begun() {
        assertThatThrownBy(() -> drill("echo 'Could not open input file'; exit 255"))
                .hasMessageContaining("could not be used; PHP said: Could not open input file")
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isFalse());
        assertThatThrownBy(() -> drill(
                        "echo 'MOODLE-COURSE-BACKUP RESTORING as 4.5'; echo 'PHP Fatal error: memory';" + " exit 255"))
                .hasMessageContaining("PHP said: PHP Fatal error: memory")
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isTrue());
    }

    @Test
    void a_restore_that_does_not_end_is_ended_and_so_is_one_that_has_to_give_way() {
        assertThatThrownBy(() -> drill("exec sleep 60", Duration.ofMillis(300), false))
                .hasMessageContaining("did not end within");
        giveWay = () -> true;
        assertThatThrownBy(() -> drill("exec sleep 60"))
                .hasMessageContaining("given up")
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isFalse());
    }

    @Test
    void only_drill_live_lets_the_live_site_be_used() throws Exception {
        assertThat(DrillMoodle.of(
                                new DrillSettings(
                                        Duration.ZERO, 1, "php", Optional.of(folder), true, Duration.ofMinutes(1)),
                                Map.of("DRILL_SITE", "live-site"),
                                giveWay)
                        .forbidden())
                .isEqualTo(Map.of("DRILL_LIVE", "yes"));
    }
}
