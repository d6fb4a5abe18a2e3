package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Moodle recreates a missing context when somebody looks; what belonged to the old one is lost to Moodle as well, and
 * nobody is told.
 */
class MissingContextTest {
    private final DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);

    @TempDir
    Path folder;

    @Test
    void a_course_without_one_is_not_archived() {
        assertThatThrownBy(() -> warnings(9))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("instanceid 9");
    }

    @Test
    void an_activity_without_one_is_a_warning_that_names_it() throws Exception {
        delete("mdl_context where contextlevel = 70 and instanceid = (select min(id) from mdl_course_modules"
                + " where course = 3)");
        assertThat(warnings(3))
                .singleElement()
                .asString()
                .startsWith("Course module")
                .contains("(page)", "no row in the table context");
    }

    @Test
    void a_block_without_one_is_left_out_with_a_warning_that_names_it() throws Exception {
        delete("mdl_context where contextlevel = 80 and instanceid = (select id from mdl_block_instances where"
                + " blockname = 'html')");
        assertThat(warnings(2))
                .singleElement()
                .asString()
                .startsWith("Block")
                .contains("(html)", "no row in the table context", "not in the archive");
        Path archive = folder.resolve("course.mbz");
        assertThat(new VerifyArchive().verify(archive).errors()).isEmpty();
        assertThat(Archives.contents(archive).keySet()).noneMatch(name -> name.contains("/html_"));
    }

    private List<String> warnings(long course) throws Exception {
        return Archives.make(moodle, course, ArchiveSettings.everything(), folder.resolve("course.mbz"))
                .warnings();
    }

    private void delete(String rows) throws SQLException {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("delete from " + rows)).isEqualTo(1);
        }
    }
}
