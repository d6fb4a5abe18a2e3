package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Which courses a definition concerns that covers only a part of its plugin. */
class PartlyDescribedTest {
    private static final long WITHOUT_DIARY = 2;

    @TempDir
    Path folder;

    private List<String> warnings(DemoMoodle moodle, long course) throws Exception {
        Files.deleteIfExists(folder.resolve("a.mbz"));
        return new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK)
                .archive(course, "a.mbz", ArchiveSettings.everything(), folder.resolve("a.mbz"))
                .warnings();
    }

    private void define(String subplugin) throws Exception {
        Files.writeString(
                folder.resolve("diary.yaml"),
                "activity: diary\ncolumns: name\nchildren:\n  pages:\n    plugins: diaryfield\n");
        Files.writeString(
                folder.resolve("sub.yaml"),
                "plugin: " + subplugin + "\nin-part: [something]\nat:\n  pages:\n    children: {drawing: {}}\n");
    }

    @Test
    void a_sub_plugin_concerns_the_courses_with_an_activity_that_takes_its_type_whatever_its_tables_hold()
            throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            DiaryPlugin.installIn(moodle);
            sql(moodle, "create table mdl_diaryfield_drawing (id bigint primary key)");
            define("diaryfield_drawing");

            assertThat(warnings(moodle, DiaryPlugin.COURSE))
                    .singleElement()
                    .asString()
                    .contains("diaryfield_drawing is described in part", "something");
            sql(moodle, "insert into mdl_diaryfield_drawing values (1)");
            assertThat(warnings(moodle, WITHOUT_DIARY)).isEmpty();
        }
    }

    @Test
    void a_plugin_of_which_nothing_tells_whose_it_is_concerns_every_course_once_its_tables_hold_anything()
            throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            DiaryPlugin.installIn(moodle);
            sql(moodle, "create table mdl_local_drawing (id bigint primary key)");
            define("local_drawing");

            assertThat(warnings(moodle, WITHOUT_DIARY)).isEmpty();
            sql(moodle, "insert into mdl_local_drawing values (1)");
            assertThat(warnings(moodle, WITHOUT_DIARY))
                    .singleElement()
                    .asString()
                    .contains("local_drawing is described in part");
        }
    }

    private static void sql(DemoMoodle moodle, String sql) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
