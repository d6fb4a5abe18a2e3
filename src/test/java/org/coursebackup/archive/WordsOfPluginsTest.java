package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.SortedMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** What definitions say that only plugins need. */
class WordsOfPluginsTest {
    @TempDir
    Path folder;

    private DemoMoodle moodle;

    @BeforeEach
    void make_the_site() throws Exception {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        DiaryPlugin.installIn(moodle);
    }

    @AfterEach
    void close_it() {
        moodle.close();
    }

    private void sql(String sql) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ArchiveReport archive(String definition) throws Exception {
        Files.writeString(folder.resolve("diary.yaml"), definition);
        Files.deleteIfExists(folder.resolve("a.mbz"));
        return new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK)
                .archive(DiaryPlugin.COURSE, "a.mbz", ArchiveSettings.everything(), folder.resolve("a.mbz"));
    }

    private SortedMap<String, String> contents() throws Exception {
        return Archives.contents(folder.resolve("a.mbz"));
    }

    @Test
    void a_document_may_be_written_once_into_the_folder_of_the_first_activity() throws Exception {
        assertThat(archive("""
                        activity: diary
                        columns: name
                        ---
                        document: diary_settings.xml
                        of: activity
                        once-in: first
                        when: module=diary
                        root: settings
                        """).warnings()).isEmpty();

        assertThat(contents()).containsKey("activities/diary_901/diary_settings.xml");
        assertThat(contents()).doesNotContainKey("activities/diary_902/diary_settings.xml");
    }

    @Test
    void files_may_belong_to_an_element_that_has_no_rows_itself() throws Exception {
        sql("insert into mdl_files (id, contenthash, pathnamehash, contextid, component, filearea, itemid, filepath,"
                + " filename, filesize, mimetype, timecreated, timemodified)"
                + " select 9000 + i.x, f.contenthash, concat('drawing', i.x), 99001, 'mod_diary', 'drawing', i.x, '/',"
                + " 'a.png', f.filesize, 'image/png', 0, 0 from mdl_files f, system_range(1, 2) i where f.id ="
                + " (select min(id) from mdl_files where filesize > 0)");

        assertThat(archive("activity: diary\ncolumns: name\nchildren:\n  drawings:\n    files: {drawing: id}\n")
                        .warnings())
                .isEmpty();

        // the file of item 2 belongs to no diary in this context
        assertThat(contents().get("activities/diary_901/inforef.xml"))
                .contains("<id>9001</id>")
                .doesNotContain("9002");
    }
}
