package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

class LostCategoryTest {
    @TempDir
    Path folder;

    @Test
    void a_course_whose_category_is_gone_gets_an_empty_one_as_the_front_page_does() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update mdl_course set category = 987654 where id = 2");
        }

        String course = Archives.contents(Archives.of(moodle, 2, folder)).get("course/course.xml");

        assertThat(course).containsPattern("<category id=\"\">\\s+</category>");
    }

    @Test
    void a_question_category_whose_context_is_gone_is_named_and_the_archive_is_good() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update mdl_question_categories set contextid = 987654 where id = (select"
                    + " min(e.questioncategoryid) from mdl_question_references r join mdl_question_bank_entries e"
                    + " on e.id = r.questionbankentryid)");
        }
        Path archive = folder.resolve("course.mbz");

        assertThat(Archives.make(moodle, 4, ArchiveSettings.everything(), archive)
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("Question category ")
                .contains("belongs to context 987654, which does not exist");
        assertThat(new VerifyArchive().verify(archive).errors()).isEmpty();
    }
}
