package org.coursebackup.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** An activity that does not come with Moodle, on the demo site. */
final class DiaryPlugin {
    static final long COURSE = 6;

    private DiaryPlugin() {}

    /**
     * Makes two activities, course modules 901 and 902, the first of which asks a question of some bank; returns the
     * category of that as inforef.xml has it.
     */
    static String installIn(DemoMoodle moodle) throws Exception {
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
                statement.execute("insert into mdl_diary values (" + i + ", " + COURSE + ", 'Diary', "
                        + (i == 1 ? question : "null") + ")");
                statement.execute("insert into mdl_course_modules (id, course, module, instance, section, added)"
                        + " select " + (900 + i) + ", " + COURSE + ", 900, " + i
                        + ", min(id), 0 from mdl_course_sections"
                        + " where course = " + COURSE);
                statement.execute("update mdl_course_sections set sequence = concat(sequence, '," + (900 + i)
                        + "') where id = (select min(id) from mdl_course_sections where course = " + COURSE + ")");
                statement.execute("insert into mdl_context (id, contextlevel, instanceid, path, depth) select "
                        + (99000 + i) + ", 70, " + (900 + i) + ", concat(path, '/" + (99000 + i) + "'), 4"
                        + " from mdl_context where contextlevel = 50 and instanceid = " + COURSE);
            }
            return category;
        }
    }

    /** Gives the course itself a reference to an entry of the category that {@link #installIn} returned. */
    static void referToTheBankFromTheCourse(DemoMoodle moodle) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into mdl_question_references (id, usingcontextid, component, questionarea, itemid,"
                            + " questionbankentryid, version)"
                            + " select 9901, x.id, 'mod_diary', 'page', 1, max(e.id), null"
                            + " from mdl_context x, mdl_question_bank_entries e where x.contextlevel = 50"
                            + " and x.instanceid = "
                            + COURSE + " and e.questioncategoryid = (select max(questioncategoryid) from"
                            + " mdl_question_bank_entries) group by x.id");
        }
    }

    /** Makes the site believe in another build of Moodle. */
    static void build(DemoMoodle moodle, String branch, String version) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update mdl_config set value = '" + branch + "' where name = 'branch'");
            statement.execute("update mdl_config set value = '" + version + "' where name = 'version'");
        }
    }
}
