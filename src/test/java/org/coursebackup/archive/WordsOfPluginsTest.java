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

    private static final String FOLDER = """
            activity: diary
            columns: name
            children:
              pages/page:
                folder: diary_data/{id}
                names: index.lst pages/*
                text: {'@id': '', name: '{path}', content: '{text}', encoding: '0'}
                binary: {name: '{path}.b64', content: '{base64}', encoding: '1'}
                binary-endings: zip
                binary-bytes: 0-6 127
                binary-within: 1024
            """;

    private Path write(String path, String text) throws Exception {
        Path file = moodle.site().dataroot().resolve("diary_data").resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String pages() throws Exception {
        return contents().get("activities/diary_901/diary.xml").replaceAll(">\\s+<", "><");
    }

    @Test
    void files_of_a_plugins_own_folder_are_written_as_rows_each_by_whether_it_is_text() throws Exception {
        write("1/index.lst", "one.txt");
        write("1/pages/one.txt", "see https://campus.example.org/course/view.php?id=6 & more");
        write("2/pages/two.ZIP", "PK");
        write("2/pages/odd.txt", "a\u0000b");
        write("3/pages/of-another.txt", "no");

        assertThat(archive(FOLDER).warnings()).isEmpty();

        assertThat(pages())
                .contains("<pages><page id=\"\"><name>index.lst</name><content>one.txt</content>"
                        + "<encoding>0</encoding></page>"
                        + "<page id=\"\"><name>pages/one.txt</name>"
                        + "<content>see $@COURSEVIEWBYID*6@$ &amp; more</content>"
                        + "<encoding>0</encoding></page></pages>")
                .doesNotContain("of-another");
        assertThat(contents().get("activities/diary_902/diary.xml").replaceAll(">\\s+<", "><"))
                .contains("<name>pages/two.ZIP.b64</name><content>UEs=</content><encoding>1</encoding>")
                .contains("<name>pages/odd.txt.b64</name><content>YQBi</content>");
    }

    @Test
    void a_missing_folder_of_a_plugin_is_told() throws Exception {
        assertThat(archive(FOLDER).warnings())
                .singleElement()
                .asString()
                .contains("diary_data, where a plugin keeps the files of <page>, is missing");
        assertThat(pages()).contains("<pages></pages>");
    }

    @Test
    void text_that_is_not_in_utf_8_is_told_since_it_is_lost_in_moodles_own_archives_too() throws Exception {
        Files.write(write("1/pages/old.txt", ""), new byte[] {'o', (byte) 0xe4});

        assertThat(archive(FOLDER).warnings()).singleElement().asString().contains("old.txt", "not in UTF-8");

        assertThat(pages()).contains("<name>pages/old.txt</name><content></content>");
    }

    @Test
    void nothing_outside_the_data_folder_is_read() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        write("1/index.lst", "x");
        Files.createDirectories(moodle.site().dataroot().resolve("diary_data/1/pages"));
        Files.createSymbolicLink(moodle.site().dataroot().resolve("diary_data/1/pages/link.txt"), secret);
        Files.createSymbolicLink(moodle.site().dataroot().resolve("diary_data/2"), folder);

        assertThat(archive(FOLDER).warnings()).anyMatch(warning -> warning.contains("link.txt is not in the archive"));

        assertThat(pages()).contains("index.lst").doesNotContain("secret");

        assertThat(archive(FOLDER.replace("{id}", "{name}")).warnings()).isEmpty();
        sql("update mdl_diary set name = '../1' where id = 1");
        assertThat(archive(FOLDER.replace("{id}", "{name}")).warnings())
                .singleElement()
                .asString()
                .contains("the row's 'name' is no name of a folder");
        assertThat(archive(FOLDER.replace("diary_data/{id}", "../{id}")).undescribed())
                .containsExactly("mod_diary");
    }
}
