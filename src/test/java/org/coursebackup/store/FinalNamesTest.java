package org.coursebackup.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class FinalNamesTest {
    private static final Instant NIGHT = Instant.parse("2026-11-27T02:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final String STANDARD = "backup-moodle2-course-2-x-20261127-0300.mbz";

    private final Set<String> folder = new HashSet<>();
    private DemoMoodle moodle;
    private JdbcTemplate site;

    @BeforeEach
    void makeSite() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        site = new JdbcTemplate(moodle.pool());
        site.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.update("update mdl_course set shortname = 'Bio 1', fullname = 'Biology', startdate = 1788213600,"
                + " enddate = 0 where id = 2");
        shortname("0");
        site.update("update mdl_course set shortname = 'Bio/1', fullname = 'Biology' where id = 3");
    }

    @AfterEach
    void closeSite() {
        moodle.close();
    }

    @ParameterizedTest
    @CsvSource({
        "{{course.shortname}}-{{date}}, Bio_1-20261127-0300.mbz",
        "{{course.fullname}} {{id}} {{date}} {{format}} {{type}}, Biology_2_20261127-0300_moodle2_course.mbz",
        "{{date}}-{{course.startdate}}-{{course.enddate}}, 20261127-0300-20260901-0000-19700101-0100.mbz",
        "{{time}}-{{date}}, 1795744800-20261127-0300.mbz",
        "{{date}}{{#useidonly}}-only{{/useidonly}}{{^files}}-nf{{/files}}, 20261127-0300-only.mbz",
        "../../etc/{{date}}, ....etc20261127-0300.mbz",
        "a/b\\c|d:e*?{{date}}, abcde*?20261127-0300.mbz"
    })
    void the_sites_template_makes_the_name(String template, String expected) {
        template(template);

        assertThat(give(names(), 2)).isEqualTo(expected.startsWith(".") ? STANDARD : expected);
    }

    @Test
    void moodle_before_5_2_ignores_the_setting() {
        template("{{course.shortname}}-{{date}}");
        site.update("update mdl_config set value = '2025100603.04' where name = 'version'");

        assertThat(give(names(), 2)).isEqualTo(STANDARD);
        assertThat(names().inWords(NIGHT)).isEmpty();
    }

    @Test
    void what_config_php_forces_goes_before_what_the_table_has() {
        template("{{date}}-table");
        FinalNames forced = new FinalNames(
                database(),
                Map.of(FinalNames.SETTING, "{{date}}-{{#useidonly}}id{{/useidonly}}", "backup_shortname", "1"),
                false,
                ArchiveSettings.everything(),
                ZONE);

        assertThat(give(forced, 2)).isEqualTo("20261127-0300-.mbz");
    }

    @ParameterizedTest
    @CsvSource({"false, 0, id", "false, 1, name", "true, 0, name"})
    void the_short_name_is_left_out_where_moodle_leaves_it_out(boolean inCourse, String shortname, String expected) {
        template("{{date}}-{{#useidonly}}id{{/useidonly}}{{^useidonly}}name{{/useidonly}}");
        shortname(shortname);

        FinalNames names = new FinalNames(database(), Map.of(), inCourse, ArchiveSettings.everything(), ZONE);

        assertThat(give(names, 2)).isEqualTo("20261127-0300-" + expected + ".mbz");
    }

    @Test
    void names_tell_what_the_archives_lack() {
        template("{{date}}{{^users}}-nu{{/users}}{{#users}}{{#anonymised}}-an{{/anonymised}}{{/users}}"
                + "{{^files}}-nf{{/files}}");
        ArchiveSettings settings =
                ArchiveSettings.everything().with(BackupSetting.ANONYMIZE, true).with(BackupSetting.FILES, false);

        assertThat(give(new FinalNames(database(), Map.of(), false, settings, ZONE), 2))
                .isEqualTo("20261127-0300-an-nf.mbz");
    }

    @Test
    void two_courses_for_which_the_template_gives_one_name_get_two() {
        template("{{course.fullname}}-{{date}}");
        FinalNames names = names();

        assertThat(List.of(give(names, 2), give(names, 3), give(names, 3)))
                .as("before any of them is in the folder")
                .containsExactly(
                        "Biology-20261127-0300.mbz", "Biology-20261127-0300-3.mbz", "Biology-20261127-0300-3-2.mbz");
        folder.add("Biology-20261127-0300.mbz");
        assertThat(give(names(), 2)).as("by another process").isEqualTo("Biology-20261127-0300-2.mbz");
    }

    @Test
    void names_that_differ_in_case_alone_are_one_name() {
        template("{{course.fullname}}-{{date}}");
        site.update("update mdl_course set fullname = 'BIOLOGY' where id = 3");
        FinalNames names = names();

        assertThat(List.of(give(names, 2), give(names, 3)))
                .containsExactly("Biology-20261127-0300.mbz", "BIOLOGY-20261127-0300-3.mbz");
    }

    @Test
    void a_template_without_the_date_gets_it_so_that_no_night_overwrites_another() {
        template("{{course.shortname}} of course {{id}}");
        FinalNames names = names();

        assertThat(give(names, 2)).isEqualTo("Bio_1_of_course_2-20261127-0300.mbz");
        assertThat(names.give(2, 2, NIGHT.plusSeconds(86_400), STANDARD, folder::contains))
                .isEqualTo("Bio_1_of_course_2-20261128-0300.mbz");
        assertThat(names.inWords(NIGHT).orElseThrow())
                .contains("-20261127-0300.mbz'", "The date is appended, since without it");
    }

    @Test
    void long_names_are_cut_between_characters_and_keep_the_date_and_what_tells_them_apart() {
        template("{{course.fullname}}-{{date}}");
        site.update("update mdl_course set fullname = ? where id in (2, 3)", "a" + "Ж".repeat(250));
        FinalNames names = names();

        String first = give(names, 2);
        String second = give(names, 3);

        assertThat(first).matches("aЖ+-20261127-0300\\.mbz");
        assertThat(second).matches("aЖ+-20261127-0300-3\\.mbz");
        for (String name : List.of(first, second)) {
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(222, 225);
            assertThat(ArchiveName.fits(name)).isTrue();
        }
    }

    @Test
    void when_every_name_is_taken_the_default_one_is_used() {
        template("{{date}}");
        folder.add("20261127-0300.mbz");
        folder.add("20261127-0300-2.mbz");
        IntStream.rangeClosed(2, 99).forEach(n -> folder.add("20261127-0300-2-" + n + ".mbz"));

        assertThat(give(names(), 2)).isEqualTo(STANDARD);
    }

    @Test
    void no_course_gets_a_name_by_which_the_archive_would_be_taken_for_another_courses() {
        template("backup-moodle2-course-3-x-{{date}}");

        assertThat(give(names(), 3)).isEqualTo("backup-moodle2-course-3-x-20261127-0300.mbz");
        assertThat(give(names(), 2)).isEqualTo(STANDARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "{{#users}}{{date}}",
                "{{{date}}",
                "{{course}}{{date}}",
                "{{#str}}delete{{/str}}{{date}}",
                "{{nothing}}",
                ".{{date}}",
                "..",
                "/",
                "\u0000\u0001\u007f\u0085",
                "{{=<<< >>>=}}<<<date>>>"
            })
    void a_template_of_which_nothing_can_be_made_leaves_the_default_name_and_is_told(String template) {
        template(template);

        assertThat(give(names(), 2)).isEqualTo(STANDARD);
        assertThat(names().inWords(NIGHT).orElseThrow())
                .matches(told -> told.contains("is not followed"))
                .contains("default names")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void hostile_templates_and_names_end_as_plain_files() {
        site.update("update mdl_course set shortname = ? where id = 2", "..//\u0000\n$(reboot);`id`\u202e'\"<b>x</b>");
        for (String template : List.of(
                "x{{{course.shortname}}}",
                "x{{{course.shortname}}}{{course.shortname}}".repeat(200),
                "{{#course}}".repeat(400) + "x{{{shortname}}}" + "{{/course}}".repeat(400),
                "-rf {{date}}",
                "${body}#{x}%s{0},(a),{{date}}")) {
            template(template);

            String name = give(names(), 2);

            assertThat(ArchiveName.fits(name)).as(name).isTrue();
            assertThat(name).doesNotContain("${", "/", "\\", "\u0000", "\n", "`", "'", "\"", "<", "x</b>");
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(225);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{{#str}}backupfilename{{/str}}-{{format}}-{{type}}-{{id}}{{^useidonly}}-{{course.shortname}}"
                        + "{{/useidonly}}-{{date}}{{^users}}-nu{{/users}}{{#users}}{{#anonymised}}-an{{/anonymised}}"
                        + "{{/users}}{{^files}}-nf{{/files}}"
            })
    void a_template_that_makes_default_names_changes_nothing(String template) {
        template(template);

        assertThat(give(names(), 2)).isEqualTo(STANDARD);
        assertThat(names().inWords(NIGHT)).isEmpty();
    }

    @Test
    void names_are_formatted_as_moodle_shows_them() {
        template("{{{course.shortname}}}-{{course.fullname}}-{{date}}");
        site.update(
                "update mdl_course set shortname = ?, fullname = ? where id = 2", " <b>R</b> & D\n", "1 < 2 &gt; 0");

        assertThat(give(names(), 2)).isEqualTo("R_amp;_D-1_amp;lt;_2_amp;gt;_0-20261127-0300.mbz");
    }

    @Test
    void the_site_is_asked_once_in_a_run() {
        template("{{date}}-one");
        FinalNames names = names();
        names.give(1, 2, NIGHT, STANDARD, folder::contains);

        template("{{date}}-two");

        assertThat(names.give(1, 3, NIGHT, STANDARD, folder::contains)).isEqualTo("20261127-0300-one-3.mbz");
        assertThat(names.give(2, 3, NIGHT, STANDARD, folder::contains)).isEqualTo("20261127-0300-two.mbz");
    }

    @Test
    void the_example_is_a_course_of_the_site() {
        template("{{course.shortname}}-{{date}}");
        long newest = site.queryForObject("select max(id) from mdl_course", Long.class);
        site.update("update mdl_course set shortname = 'Newest' where id = ?", newest);

        Optional<String> told = names().inWords(NIGHT);

        assertThat(told)
                .contains("archives are named by the site's template, such as 'Newest-20261127-0300.mbz' for course "
                        + newest + ".");
    }

    @Test
    void workers_at_the_same_time_never_get_the_same_name() {
        template("{{date}}");
        FinalNames names = names();

        Set<String> given = new TreeSet<>();
        IntStream.range(0, 40)
                .parallel()
                .mapToObj(n -> names.give(1, 2 + n % 4, NIGHT, STANDARD, folder::contains))
                .toList()
                .forEach(name -> assertThat(given.add(name)).as(name).isTrue());
    }

    private void shortname(String value) {
        site.update("update mdl_config_plugins set value = ? where name = 'backup_shortname'", value);
    }

    private void template(String template) {
        site.update("delete from mdl_config_plugins where plugin = 'backup' and name = ?", FinalNames.SETTING);
        site.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)",
                FinalNames.SETTING,
                template);
    }

    private String give(FinalNames names, long courseId) {
        return names.give(1, courseId, NIGHT, STANDARD, folder::contains);
    }

    private FinalNames names() {
        return new FinalNames(database(), Map.of(), false, ArchiveSettings.everything(), ZONE);
    }

    private MoodleDatabase database() {
        return new MoodleDatabase(moodle.pool(), TablePrefix.USUAL);
    }
}
