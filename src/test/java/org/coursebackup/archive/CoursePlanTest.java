package org.coursebackup.archive;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A course of three sections whose rows are then corrupted; each test has a course of its own, made of rows only. */
class CoursePlanTest {
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1);
    private static final JdbcTemplate SITE = new JdbcTemplate(MOODLE.pool());
    private static long next = 1000;

    private final long course = next += 1000;

    @BeforeEach
    void makeCourse() {
        SITE.update(
                "insert into mdl_course (id, category, shortname, fullname, format) values (?, 1, ?, 'Plan', 'topics')",
                course,
                "PLAN" + course);
        context(50, course);
        for (int i = 0; i < 3; i++) {
            SITE.update(
                    "insert into mdl_course_sections (id, course, section, sequence) values (?, ?, ?, '')",
                    course + i,
                    course,
                    i);
        }
    }

    @Test
    void activities_come_by_section_and_in_each_by_its_sequence() throws Exception {
        module("page", 1, 1);
        module("page", 2, 0);
        module("page", 3, 1);
        sequence(1, "3,1");
        assertThat(directories())
                .containsExactly(
                        "course/",
                        section(0),
                        "activities/page_" + (course + 2) + "/",
                        section(1),
                        "activities/page_" + (course + 3) + "/",
                        "activities/page_" + (course + 1) + "/",
                        section(2),
                        "");
    }

    @Test
    void a_sequence_with_gaps_strangers_and_rubbish_loses_nothing() throws Exception {
        module("page", 1, 0);
        module("page", 2, 0);
        module("page", 3, 1);
        SITE.update(
                "update mdl_course_sections set sequence = ? where id = ?",
                ",99999999," + (course + 2) + ",,x," + (course + 2) + "," + (course + 3)
                        + ",123456789012345678901234567890",
                course);
        assertThat(directories())
                .containsSubsequence(
                        section(0),
                        "activities/page_" + (course + 2) + "/",
                        "activities/page_" + (course + 1) + "/",
                        section(1),
                        "activities/page_" + (course + 3) + "/");
        assertThat(plan().warnings()).isEmpty();
    }

    @Test
    void an_activity_in_a_section_that_does_not_exist_is_left_out_and_told() throws Exception {
        module("page", 1, 0);
        SITE.update("update mdl_course_modules set section = 77777777 where id = ?", course + 1);
        assertThat(plan().tasks(Task.Kind.ACTIVITY)).isEmpty();
        assertThat(plan().warnings())
                .singleElement()
                .asString()
                .contains("Course module " + (course + 1), "section 77777777");
    }

    @Test
    void an_activity_without_its_own_row_is_left_out_and_told() throws Exception {
        module("page", 1, 0);
        SITE.update("delete from mdl_page where id = ?", course + 1);
        assertThat(plan().tasks(Task.Kind.ACTIVITY)).isEmpty();
        assertThat(plan().warnings())
                .singleElement()
                .asString()
                .contains("Course module " + (course + 1) + " points to page " + (course + 1));
    }

    @Test
    void an_activity_that_is_being_deleted_is_left_out_silently() throws Exception {
        module("page", 1, 0);
        SITE.update("update mdl_course_modules set deletioninprogress = 1 where id = ?", course + 1);
        assertThat(plan().tasks(Task.Kind.ACTIVITY)).isEmpty();
        assertThat(plan().warnings()).isEmpty();
        assertThat(plan().excludesActivities()).isFalse();
    }

    @Test
    void an_activity_without_context_stays_and_is_told() throws Exception {
        module("page", 1, 0);
        SITE.update("delete from mdl_context where contextlevel = 70 and instanceid = ?", course + 1);
        assertThat(plan().tasks(Task.Kind.ACTIVITY)).hasSize(1);
        assertThat(plan().warnings()).singleElement().asString().contains("has no row in the table context");
    }

    @Test
    void the_section_of_a_subsection_comes_right_behind_it() throws Exception {
        module("page", 1, 0);
        module("page", 2, 2);
        subsection(3, 0);
        sequence(0, "3,1");
        assertThat(directories())
                .containsExactly(
                        "course/",
                        section(0),
                        "activities/subsection_" + (course + 3) + "/",
                        section(2),
                        "activities/page_" + (course + 2) + "/",
                        "activities/page_" + (course + 1) + "/",
                        section(1),
                        "");
        Task inner = plan().tasks(Task.Kind.SECTION).get(1);
        assertThat(List.of(inner.value("title"), inner.value("parentcmid"), inner.value("modname")))
                .containsExactly("Inner", "" + (course + 3), "subsection");
        assertThat(plan().tasks(Task.Kind.ACTIVITY).get(1).value("insubsection"))
                .isEqualTo("1");
    }

    @Test
    void blocks_come_behind_their_activity_and_those_of_the_course_at_its_end() throws Exception {
        module("page", 1, 0);
        block(10, context(50, course, false));
        block(11, context(70, course + 1, false));
        assertThat(directories())
                .containsSubsequence(
                        "activities/page_" + (course + 1) + "/",
                        "activities/page_" + (course + 1) + "/blocks/html_" + (course + 11) + "/",
                        section(1),
                        section(2),
                        "course/blocks/html_" + (course + 10) + "/",
                        "");
        assertThat(plan(ArchiveSettings.everything().with(BackupSetting.BLOCKS, false))
                        .tasks(Task.Kind.BLOCK))
                .isEmpty();
    }

    @Test
    void without_activities_the_sections_stay() throws Exception {
        module("page", 1, 0);
        CoursePlan plan = plan(ArchiveSettings.everything().with(BackupSetting.ACTIVITIES, false));
        assertThat(plan.tasks(Task.Kind.ACTIVITY)).isEmpty();
        assertThat(plan.tasks(Task.Kind.SECTION)).hasSize(3);
        assertThat(plan.excludesActivities()).isTrue();
    }

    @Test
    void without_the_question_bank_what_uses_questions_goes_until_5_0() throws Exception {
        module("quiz", 1, 0);
        module("page", 2, 0);
        ArchiveSettings settings = ArchiveSettings.everything().with(BackupSetting.QUESTIONBANK, false);
        assertThat(plan(settings).tasks(Task.Kind.ACTIVITY))
                .extracting(Task::module)
                .containsExactly("page");
    }

    @Test
    void a_course_that_is_gone_is_told_as_gone() {
        SITE.update("delete from mdl_course where id = ?", course);
        assertThatThrownBy(this::plan).isInstanceOf(CourseGoneException.class).hasMessageContaining("" + course);
    }

    @Test
    void a_course_without_context_cannot_be_archived() {
        SITE.update("delete from mdl_context where contextlevel = 50 and instanceid = ?", course);
        assertThatThrownBy(this::plan)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no row in the table context");
    }

    @Test
    void a_section_that_two_subsections_claim_comes_once() throws Exception {
        subsection(3, 0);
        // another course module of the same subsection, in the very section it owns
        SITE.update(
                "insert into mdl_course_modules (id, course, module, instance, section) select ?, ?, id, ?, ?"
                        + " from mdl_modules where name = 'subsection'",
                course + 4,
                course,
                course + 3,
                course + 2);
        assertThat(directories())
                .doesNotHaveDuplicates()
                .contains(section(2), "activities/subsection_" + (course + 4) + "/");
    }

    @Test
    void a_section_whose_subsection_is_gone_is_left_out_and_told() throws Exception {
        module("page", 2, 2);
        subsection(3, 0);
        SITE.update("delete from mdl_course_modules where id = ?", course + 3);
        assertThat(directories()).doesNotContain(section(2));
        assertThat(plan().warnings())
                .singleElement()
                .asString()
                .contains("Section " + (course + 2) + " belongs to mod_subsection " + (course + 3), "1 activity");
        assertThat(plan().excludesActivities()).isTrue();
        assertThat(plan(ArchiveSettings.everything().with(BackupSetting.ACTIVITIES, false))
                        .warnings())
                .isEmpty();
    }

    /** A subsection that owns the course's last section. */
    private void subsection(long number, int section) {
        if (SITE.queryForObject("select count(*) from mdl_modules where name = 'subsection'", Integer.class) == 0) {
            SITE.execute("create table if not exists mdl_subsection (id bigint, course bigint, name varchar(255))");
            SITE.update("insert into mdl_modules (id, name) values (990, 'subsection')");
        }
        module("subsection", number, section);
        SITE.update(
                "update mdl_course_sections set component = 'mod_subsection', itemid = ?, name = 'Inner' where id = ?",
                course + number,
                course + 2);
    }

    private void module(String name, long number, int section) {
        boolean intro = !name.equals("subsection");
        SITE.update(
                "insert into mdl_" + name + " (id, course, name" + (intro ? ", intro" : "") + ") values (?, ?, 'It'"
                        + (intro ? ", ''" : "") + ")",
                course + number,
                course);
        SITE.update(
                "insert into mdl_course_modules (id, course, module, instance, section) select ?, ?, id, ?, ?"
                        + " from mdl_modules where name = ?",
                course + number,
                course,
                course + number,
                course + section,
                name);
        context(70, course + number);
    }

    private void block(long number, long parent) {
        SITE.update(
                "insert into mdl_block_instances (id, blockname, parentcontextid, pagetypepattern,"
                        + " defaultregion, showinsubcontexts, defaultweight, timecreated, timemodified)"
                        + " values (?, 'html', ?, '*', 'side-pre', 0, 0, 1, 1)",
                course + number,
                parent);
        context(80, course + number);
    }

    private static void context(int level, long instance) {
        context(level, instance, true);
    }

    private static long context(int level, long instance, boolean make) {
        if (make) {
            SITE.update(
                    "insert into mdl_context (contextlevel, instanceid, path, depth) values (?, ?, '', 1)",
                    level,
                    instance);
        }
        return SITE.queryForObject(
                "select id from mdl_context where contextlevel = ? and instanceid = ?", Long.class, level, instance);
    }

    private void sequence(int section, String numbers) {
        StringBuilder ids = new StringBuilder();
        for (String number : numbers.split(",")) {
            ids.append(ids.length() == 0 ? "" : ",").append(course + Long.parseLong(number));
        }
        SITE.update("update mdl_course_sections set sequence = ? where id = ?", ids.toString(), course + section);
    }

    private String section(int number) {
        return "sections/section_" + (course + number) + "/";
    }

    private List<String> directories() throws Exception {
        return plan().tasks().stream().map(task -> task.directory).toList();
    }

    private CoursePlan plan() throws Exception {
        return plan(ArchiveSettings.everything());
    }

    private CoursePlan plan(ArchiveSettings settings) throws Exception {
        try (Snapshot snapshot = new Snapshot(MOODLE.pool(), TablePrefix.USUAL)) {
            return CoursePlan.read(
                    snapshot,
                    SiteSchema.read(snapshot.connection(), TablePrefix.USUAL),
                    course,
                    Definitions.read(DefinitionFiles.own(), Map.of()),
                    SiteConfig.read(snapshot, java.util.Map.of()),
                    settings);
        }
    }
}
