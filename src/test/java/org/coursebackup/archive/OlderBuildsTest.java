package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.SortedMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What archives of Moodle 4.1 and 4.4 have and lack compared with those of 4.5: the demo site with the tables of those
 * versions.
 */
class OlderBuildsTest {
    private static final long EVERYTHING = 10;
    private static final long BAKERY = 3;

    @TempDir
    Path folder;

    private DemoMoodle moodle;
    private ArchiveReport report;
    private int archives;

    @BeforeEach
    void make_the_site() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void moodle44() throws Exception {
        sql(
                "update mdl_config set value = '404' where name = 'branch'",
                "update mdl_config set value = '2024042212.01' where name = 'version'",
                "update mdl_config set value = '4.4.12+ (Build: 20251212)' where name = 'release'");
    }

    private void moodle41() throws Exception {
        sql(
                "update mdl_config set value = '401' where name = 'branch'",
                "update mdl_config set value = '2022112811' where name = 'version'",
                "update mdl_config set value = '4.1.11 (Build: 20240610)' where name = 'release'",
                "create table mdl_scorm_scoes_track (id bigint primary key, userid bigint, scormid bigint,"
                        + " scoid bigint, attempt bigint, element varchar(255), \"VALUE\" varchar, timemodified"
                        + " bigint)",
                "insert into mdl_scorm_scoes_track select v.id, a.userid, a.scormid, v.scoid, a.attempt, e.element,"
                        + " v.\"VALUE\", v.timemodified from mdl_scorm_scoes_value v"
                        + " join mdl_scorm_attempt a on a.id = v.attemptid join mdl_scorm_element e on e.id ="
                        + " v.elementid",
                "drop table mdl_scorm_scoes_value",
                "drop table mdl_scorm_attempt",
                "drop table mdl_scorm_element",
                "drop table mdl_xapi_states",
                "drop table mdl_quiz_grade_items",
                "drop table mdl_lti_coursevisible",
                "alter table mdl_customfield_data drop column valuetrust",
                "alter table mdl_groups drop column visibility",
                "alter table mdl_course drop column pdfexportfont");
    }

    private SortedMap<String, String> archive(long course, ArchiveSettings settings) throws Exception {
        Path archive = folder.resolve("course-" + ++archives + ".mbz");
        report = Archives.make(moodle, course, settings, archive);
        return Archives.contents(archive);
    }

    private static String document(SortedMap<String, String> archive, String pattern) {
        return archive.entrySet().stream()
                .filter(entry -> entry.getKey().matches(pattern))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no document " + pattern + " in " + archive.keySet()))
                .getValue();
    }

    @Test
    void sections_that_activities_own_are_told_of_since_4_5() throws Exception {
        assertThat(archive(BAKERY, ArchiveSettings.everything()).get("moodle_backup.xml"))
                .contains("<insubsection>", "<parentcmid>", "<modname>");
        moodle44();
        assertThat(archive(BAKERY, ArchiveSettings.everything()).get("moodle_backup.xml"))
                .doesNotContain("<insubsection>", "<parentcmid>", "<modname>")
                .contains("<name>xapistate</name>", "<name>questionbank</name>");
        assertThat(report.warnings()).noneMatch(warning -> warning.contains("nearest"));
    }

    @Test
    void an_activity_that_is_left_out_costs_all_badges_until_4_4() throws Exception {
        ArchiveSettings noActivities = ArchiveSettings.everything().with(BackupSetting.ACTIVITIES, false);
        assertThat(archive(BAKERY, noActivities)).containsKey("badges.xml");
        moodle44();
        assertThat(archive(BAKERY, ArchiveSettings.everything())).containsKey("badges.xml");
        assertThat(archive(BAKERY, noActivities)).doesNotContainKey("badges.xml");
    }

    @Test
    void links_to_badges_sections_and_encoded_files_are_those_of_the_build() throws Exception {
        String site = moodle.site().wwwroot();
        sql("update mdl_course set summary = '" + site + "/badges/view.php?type=2&id=10 " + site
                + "/badges/index.php?type=2&id=10 " + site + "/course/section.php?id=4 "
                + "' where id = " + EVERYTHING);
        assertThat(archive(EVERYTHING, ArchiveSettings.everything()).get("course/course.xml"))
                .contains(site + "/badges/view.php", "$@BADGESVIEWBYID*10@$ $@COURSESECTIONBYID*4@$");
        moodle44();
        assertThat(archive(EVERYTHING, ArchiveSettings.everything()).get("course/course.xml"))
                .contains("<summary>$@BADGESVIEWBYID*10@$ " + site + "/badges/index.php", "$@COURSESECTIONBYID*4@$");
        moodle41();
        assertThat(archive(EVERYTHING, ArchiveSettings.everything()).get("course/course.xml"))
                .contains("<summary>$@BADGESVIEWBYID*10@$ ", site + "/course/section.php?id=4");
    }

    @Test
    void an_archive_of_4_1_lacks_what_came_later_and_nobody_misses_it() throws Exception {
        moodle41();
        SortedMap<String, String> archive = archive(EVERYTHING, ArchiveSettings.everything());
        assertThat(archive.keySet()).noneMatch(name -> name.endsWith("xapistate.xml"));
        assertThat(archive.get("moodle_backup.xml")).doesNotContain("<name>xapistate</name>", "<insubsection>");
        assertThat(archive.get("groups.xml"))
                .doesNotContain("groupcustomfields", "groupingcustomfields", "<visibility>");
        assertThat(document(archive, "activities/quiz_\\d+/quiz.xml")).doesNotContain("quiz_grade_items");
        assertThat(report.warnings()).isEmpty();
        SortedMap<String, String> bakery = archive(BAKERY, ArchiveSettings.everything());
        assertThat(bakery.get("badges.xml")).contains("<badge ").doesNotContain("<tags>");
        assertThat(bakery.get("course/course.xml")).contains("<customfield ").doesNotContain("valuetrust", "pdfexport");
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void files_and_custom_fields_are_no_settings_of_automated_backups_until_4_3() throws Exception {
        ArchiveSettings neither =
                ArchiveSettings.everything().with(BackupSetting.FILES, false).with(BackupSetting.CUSTOMFIELD, false);
        String off = "<name>%s</name>\\s*<value>0</value>";
        String on = "<name>%s</name>\\s*<value>1</value>";
        assertThat(archive(EVERYTHING, neither).get("moodle_backup.xml"))
                .containsPattern(off.formatted("files"))
                .containsPattern(off.formatted("customfield"));
        moodle41();
        assertThat(archive(EVERYTHING, neither).get("moodle_backup.xml"))
                .containsPattern(on.formatted("files"))
                .containsPattern(on.formatted("customfield"))
                .contains("<include_files>0</include_files>");
    }

    @Test
    void tracks_of_SCORM_packages_lie_in_one_table_until_4_2() throws Exception {
        String now = document(archive(EVERYTHING, ArchiveSettings.everything()), "activities/scorm_\\d+/scorm.xml");
        moodle41();
        String then = document(archive(EVERYTHING, ArchiveSettings.everything()), "activities/scorm_\\d+/scorm.xml");
        assertThat(then).contains("<sco_track ").isEqualTo(now);
    }

    @Test
    void custom_fields_of_courses_come_until_4_3_whatever_the_setting_says() throws Exception {
        ArchiveSettings none = ArchiveSettings.everything().with(BackupSetting.CUSTOMFIELD, false);
        assertThat(archive(BAKERY, none).get("course/course.xml")).doesNotContain("<customfield ");
        moodle41();
        assertThat(archive(BAKERY, none).get("course/course.xml")).contains("<customfield ");
    }
}
