package org.coursebackup.export;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.export.ArchiveDifference.Change;
import org.coursebackup.export.ArchiveDifference.FileChange;
import org.coursebackup.export.ArchiveDifference.RowChange;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** What differs between archives of a demo course that something happened to in between. */
class ArchiveDifferenceTest {
    private static final long GARDEN = 2;

    @TempDir
    Path folder;

    private DemoMoodle moodle;
    private JdbcTemplate site;

    @BeforeEach
    void makeSite() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        site = new JdbcTemplate(moodle.pool());
    }

    @AfterEach
    void closeSite() {
        moodle.pool().close();
    }

    private ArchiveDifference after(Runnable change) throws Exception {
        Path before = Archives.of(moodle, GARDEN, Files.createDirectory(folder.resolve("before")));
        change.run();
        return ArchiveDifference.of(before, Archives.of(moodle, GARDEN, folder));
    }

    @Test
    void nothing_differs_where_nothing_happened() throws Exception {
        ArchiveDifference difference = after(() -> {});

        assertThat(difference.none()).isTrue();
        assertThat(difference.after().shortname()).isEqualTo("GARDEN");
    }

    @Test
    void rows_are_told_by_document_and_kind() throws Exception {
        ArchiveDifference difference = after(() -> {
            site.update("update mdl_choice set name = 'Other' where id = (select instance from mdl_course_modules"
                    + " where id = 8)");
            site.update(
                    "delete from mdl_choice_answers where id = (select min(id) from mdl_choice_answers where choiceid"
                            + " = (select instance from mdl_course_modules where id = 8))");
        });

        Change choice = difference.activities().stream()
                .filter(change -> change.where().equals("activities/choice_8"))
                .findFirst()
                .orElseThrow();
        assertThat(choice.what()).isEqualTo("changed");
        assertThat(choice.title()).isEqualTo("choice 'Other' (8)");
        assertThat(choice.rows())
                .containsExactlyInAnyOrder(
                        new RowChange("choice.xml", "answer", 0, 1, 0), new RowChange("choice.xml", "choice", 0, 0, 1));
        assertThat(difference.files()).isEmpty();
    }

    @Test
    void activities_that_are_gone_and_their_files_are_told() throws Exception {
        ArchiveDifference difference =
                after(() -> site.update("update mdl_course_modules set deletioninprogress = 1 where id = 7"));

        assertThat(difference.activities()).anySatisfy(change -> assertThat(change.what() + " " + change.where())
                .isEqualTo("removed activities/folder_7"));
        assertThat(difference.files())
                .isNotEmpty()
                .extracting(FileChange::what, FileChange::owner)
                .allMatch(each -> each.toList().get(0).equals("removed")
                        && each.toList().get(1).toString().startsWith("mod_folder/"));
    }
}
