package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.SortedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** The worked example of docs/DEFINITIONS.md, on a site that has the plugin. */
class AttendanceExampleTest {
    private static final Path EXAMPLES = Path.of("docs/examples");
    private static final long HARBOUR = 6;

    @TempDir
    Path folder;

    @Test
    void the_example_fits_a_site_with_the_plugin() throws Exception {
        DemoMoodle moodle = withAttendance();
        CourseArchiver archiver = new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK);
        assertThat(archiver.check()).isEmpty();
        // the tables of the test are those of an old version of the plugin
        assertThat(archiver.notes())
                .isNotEmpty()
                .allMatch(note -> note.startsWith("docs/examples/attendance.yaml:") && note.contains("has no column"));
    }

    @Test
    void without_the_plugin_the_missing_tables_are_told() throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(DatabaseKind.H2);
        assertThat(new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK).check())
                .isNotEmpty()
                .allMatch(problem -> problem.contains("the site has no table 'attendance"));
    }

    @Test
    void an_archive_holds_sessions_statuses_and_who_was_there() throws Exception {
        DemoMoodle moodle = withAttendance();
        Path archive = folder.resolve("a.mbz");
        ArchiveReport report = new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything(), archive);
        assertThat(report.warnings()).isEmpty();
        assertThat(report.rowsByTable()).containsEntry("attendance_log", 1L).containsEntry("attendance_statuses", 2L);
        SortedMap<String, String> contents = Archives.contents(archive);
        assertThat(contents.get("activities/attendance_900/attendance.xml"))
                .contains(
                        "modulename=\"attendance\"",
                        "<attendance id=\"1\">",
                        "<acronym>P</acronym>",
                        "<remarks>$@NULL@$</remarks>",
                        "<intro>See $@ATTENDANCEVIEWBYID*900@$ for all of the sessions</intro>");
        assertThat(contents.get("activities/attendance_900/inforef.xml"))
                .contains("<userref>", "<groupref>", "<fileref>");
    }

    @Test
    void without_users_the_sessions_stay_and_nobody_is_named() throws Exception {
        DemoMoodle moodle = withAttendance();
        Path archive = folder.resolve("a.mbz");
        new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything().with(BackupSetting.USERS, false), archive);
        assertThat(Archives.contents(archive)
                        .get("activities/attendance_900/attendance.xml")
                        .replaceAll("\\s+", " "))
                .contains("<session id=\"1\">", "<logs> </logs>")
                .doesNotContain("<studentid>");
    }

    @Test
    void a_site_without_the_definition_gets_a_warning_that_names_the_plugin() throws Exception {
        DemoMoodle moodle = withAttendance();
        ArchiveReport report = Archives.make(moodle, HARBOUR, ArchiveSettings.everything(), folder.resolve("a.mbz"));
        assertThat(report.undescribed()).containsExactly("mod_attendance");
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains(
                        "1 activity of the plugin mod_attendance",
                        "definitions/attendance.yaml",
                        "archive.fallback=moodle");
        assertThat(report.unreadTables()).containsEntry("attendance", 1L);
    }

    private static DemoMoodle withAttendance() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readString(Path.of("src/test/resources/archive/attendance.sql"))
                    .split(";\\s*\\n")) {
                statement.execute(sql);
            }
            try (ResultSet context = statement.executeQuery("select max(id) from mdl_context")) {
                assertThat(context.next()).isTrue();
            }
        }
        return moodle;
    }
}
