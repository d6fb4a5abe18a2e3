package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came into archives with builds of 5.0 to 5.2, questions apart ({@link QuestionsInUseTest}): the demo site with
 * the tables of then.
 */
class NewerBuildsTest {
    private static final long EVERYTHING = 10;

    private static DemoMoodle moodle;

    @TempDir
    Path folder;

    @BeforeAll
    static void make_the_site() throws Exception {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);
        for (String column : List.of(
                "component varchar(100) default ''", "area varchar(100) default ''", "itemid bigint default 0")) {
            sql("alter table mdl_customfield_data add column " + column);
        }
        sql("create table mdl_customfield_shared (id bigint primary key, categoryid bigint, component"
                + " varchar(100), area varchar(100), itemid bigint)");
        sql("insert into mdl_files (id, contenthash, pathnamehash, contextid, component, filearea, itemid, filepath,"
                + " filename, filesize, mimetype, timecreated, timemodified)"
                + " select 9001, f.contenthash, 'presentation', x.id, 'mod_bigbluebuttonbn', 'presentation', 0, '/',"
                + " 'slides.pdf', f.filesize, 'application/pdf', 0, 0"
                + " from mdl_context x join mdl_course_modules m on m.id = x.instanceid and x.contextlevel = 70"
                + " join mdl_modules k on k.id = m.module and k.name = 'bigbluebuttonbn', mdl_files f where f.id ="
                + " (select min(id) from mdl_files where filesize > 0)");
    }

    private static void sql(String sql) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void build(String branch, String number) throws Exception {
        sql("update mdl_config set value = '" + branch + "' where name = 'branch'");
        sql("update mdl_config set value = '" + number + "' where name = 'version'");
    }

    private SortedMap<String, String> archive() throws Exception {
        Path archive = folder.resolve("course.mbz");
        Files.deleteIfExists(archive);
        Archives.make(moodle, EVERYTHING, ArchiveSettings.everything(), archive);
        return Archives.contents(archive);
    }

    @ParameterizedTest
    @CsvSource({
        "405, 2024100706, false",
        "500, 2025041404.02, false",
        "500, 2025041405, true",
        "500, 2025041406.11, true",
        "501, 2025100600.02, false",
        "501, 2025100602, true",
        "502, 2026042000, true"
    })
    void recordings_of_conferences_say_when_they_changed_since_5_0_5_and_5_1_2(
            String branch, String number, boolean told) throws Exception {
        build(branch, number);
        String recording = documents("/bigbluebuttonbn.xml").replaceFirst("(?s).*<recordings>", "");
        assertThat(recording).contains("<recordingid>rec-1</recordingid>");
        assertThat(recording.contains("<timemodified>")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "405, 2024100706, false",
        "500, 2025041406.11, false",
        "501, 2025100604.03, false",
        "501, 2025100605, true",
        "502, 2026042000.05, false",
        "502, 2026042001, true",
        "503, 2026100500, true"
    })
    void presentations_of_conferences_come_along_since_5_1_5_and_5_2_1(String branch, String number, boolean come)
            throws Exception {
        build(branch, number);
        SortedMap<String, String> archive = archive();
        assertThat(archive.get("files.xml").contains("slides.pdf")).isEqualTo(come);
        assertThat(archive.entrySet().stream()
                        .filter(entry -> entry.getKey().matches("activities/bigbluebuttonbn_\\d+/inforef.xml"))
                        .anyMatch(entry -> entry.getValue().contains("<id>9001</id>")))
                .isEqualTo(come);
    }

    @Test
    void links_to_records_of_databases_and_encoded_ones_are_known_since_5_0() throws Exception {
        build("405", "2024100706");
        String data = moodle.site().wwwroot() + "/mod/data/";
        String encoded = data.replace(":", "%3A").replace("/", "%2F");
        sql("update mdl_course set summary = '" + data + "view.php?d=5&amp;rid=6 " + data + "edit.php?id=7 " + data
                + "edit.php?d=8 " + encoded + "view.php%3Fid%3D9' where id = " + EVERYTHING);
        assertThat(archive().get("course/course.xml"))
                .contains("<summary>$@DATAVIEWBYD*5@$&amp;amp;rid=6 " + data + "edit.php?id=7 " + data + "edit.php?d=8 "
                        + encoded + "view.php%3Fid%3D9</summary>");
        build("500", "2025041400");
        assertThat(archive().get("course/course.xml"))
                .contains("<summary>$@DATAVIEWRECORD*5*6@$ $@DATAEDITBYID*7@$ $@DATAEDITBYD*8@$"
                        + " $@DATAVIEWBYIDURLENCODED*9@$</summary>");
    }

    @Test
    void entries_of_the_question_bank_tell_their_next_version_where_the_table_has_it() throws Exception {
        build("500", "2025041400");
        assertThat(archive().get("questions.xml"))
                .contains("<question_bank_entry ")
                .doesNotContain("nextversion");
        sql("alter table mdl_question_bank_entries add column nextversion bigint");
        sql("update mdl_question_bank_entries set nextversion = 41");
        assertThat(archive().get("questions.xml")).contains("</ownerid>\n        <nextversion>41</nextversion>\n");
        sql("alter table mdl_question_bank_entries drop column nextversion");
    }

    @Test
    void quizzes_and_their_overrides_tell_what_5_2_and_5_3_added_where_the_tables_have_it() throws Exception {
        build("502", "2026042001");
        assertThat(documents("/quiz.xml")).doesNotContain("<duedate>", "<reason");
        sql("alter table mdl_quiz add column duedate bigint default 77");
        sql("alter table mdl_quiz_overrides add column reason varchar default 'ill'");
        sql("alter table mdl_quiz_overrides add column reasonformat bigint default 1");
        sql("alter table mdl_quiz_overrides add column duedate bigint default 78");
        assertThat(documents("/quiz.xml"))
                .contains("<duedate>77</duedate>")
                .containsPattern("</password>\\s*<reason>ill</reason>\\s*<reasonformat>1</reasonformat>\\s*"
                        + "<duedate>78</duedate>");
        sql("alter table mdl_quiz drop column duedate");
        for (String column : List.of("reason", "reasonformat", "duedate")) {
            sql("alter table mdl_quiz_overrides drop column " + column);
        }
    }

    @Test
    void assignments_and_their_overrides_tell_what_5_2_and_5_3_added_where_the_tables_have_it() throws Exception {
        build("502", "2026042001");
        sql("insert into mdl_assign_overrides (id, assignid, sortorder, duedate) select 9001, min(id), 1, 5 from"
                + " mdl_assign where course = " + EVERYTHING);
        assertThat(documents("/assign.xml"))
                .contains("<override id=\"9001\">")
                .doesNotContain("<markercount>", "<reason");
        List<String> added = List.of("markercount", "multimarkmethod", "multimarkrounding", "optionalmarkercount");
        for (String column : added) {
            sql("alter table mdl_assign add column " + column + " bigint default 2");
        }
        sql("alter table mdl_assign_overrides add column reason varchar default 'ill'");
        sql("alter table mdl_assign_overrides add column reasonformat bigint default 1");
        String assignments = documents("/assign.xml");
        assertThat(assignments).containsPattern("<reason>ill</reason>\\s*<reasonformat>1</reasonformat>");
        for (String column : added) {
            assertThat(assignments).contains("<" + column + ">2</" + column + ">");
            sql("alter table mdl_assign drop column " + column);
        }
        sql("alter table mdl_assign_overrides drop column reason");
        sql("alter table mdl_assign_overrides drop column reasonformat");
    }

    private String documents(String name) throws Exception {
        return archive().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
    }
}
