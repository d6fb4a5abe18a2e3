package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Moodle keeps noted questions in one list for a whole backup; only some activities clear it. */
class KeptQuestionsTest {
    private static final long HARBOUR = 6;

    @TempDir
    Path folder;

    @Test
    void questions_that_an_activity_does_not_clear_bring_their_bank_to_the_next_one() throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            String category = addDiaries(moodle);

            define("");
            assertThat(inforef(moodle, 901)).contains(category);
            assertThat(inforef(moodle, 902)).doesNotContain(category);

            define("keeps-questions: true\n");
            assertThat(inforef(moodle, 901)).contains(category);
            assertThat(inforef(moodle, 902)).contains(category);
        }
    }

    private void define(String more) throws Exception {
        Files.writeString(
                folder.resolve("diary.yaml"),
                "activity: diary\nuses-questions: true\n" + more + "columns: name asked\nnotes: {asked: question}\n");
    }

    private String inforef(DemoMoodle moodle, long module) throws Exception {
        Path archive = folder.resolve("a.mbz");
        Files.deleteIfExists(archive);
        ArchiveReport report = new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything(), archive);
        assertThat(report.warnings()).isEmpty();
        return Archives.contents(archive)
                .get("activities/diary_" + module + "/inforef.xml")
                .replaceAll("\\s+", "");
    }

    /** The first of two asks a question of another course's bank, whose category is returned as inforef.xml has it. */
    private static String addDiaries(DemoMoodle moodle) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table mdl_diary (id bigint primary key, course bigint, name varchar(99),"
                    + " asked bigint)");
            statement.execute("insert into mdl_modules (id, name) values (900, 'diary')");
            statement.execute("insert into mdl_config_plugins (id, plugin, name, value)"
                    + " values (9901, 'mod_diary', 'version', '7')");
            long question;
            String category;
            try (ResultSet row = statement.executeQuery("select max(v.questionid), max(e.questioncategoryid)"
                    + " from mdl_question_versions v join mdl_question_bank_entries e on e.id = v.questionbankentryid"
                    + " join mdl_question_categories c on c.id = e.questioncategoryid where c.id ="
                    + " (select max(questioncategoryid) from mdl_question_bank_entries)")) {
                assertThat(row.next()).isTrue();
                question = row.getLong(1);
                category = "<question_category><id>" + row.getLong(2) + "</id></question_category>";
            }
            for (int i = 1; i <= 2; i++) {
                statement.execute("insert into mdl_diary values (" + i + ", " + HARBOUR + ", 'Diary', "
                        + (i == 1 ? question : "null") + ")");
                statement.execute("insert into mdl_course_modules (id, course, module, instance, section, added)"
                        + " select " + (900 + i) + ", " + HARBOUR + ", 900, " + i
                        + ", min(id), 0 from mdl_course_sections"
                        + " where course = " + HARBOUR);
                statement.execute("update mdl_course_sections set sequence = concat(sequence, '," + (900 + i)
                        + "') where id = (select min(id) from mdl_course_sections where course = " + HARBOUR + ")");
                statement.execute("insert into mdl_context (id, contextlevel, instanceid, path, depth) select "
                        + (99000 + i) + ", 70, " + (900 + i) + ", concat(path, '/" + (99000 + i) + "'), 4"
                        + " from mdl_context where contextlevel = 50 and instanceid = " + HARBOUR);
            }
            return category;
        }
    }
}
