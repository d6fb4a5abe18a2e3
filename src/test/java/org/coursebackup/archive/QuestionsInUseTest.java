package org.coursebackup.archive;

import java.util.SortedMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coursebackup.archive.BankSite.categories;
import static org.coursebackup.archive.BankSite.entries;
import static org.coursebackup.archive.BankSite.listed;

/**
 * Which categories and questions an archive of Moodle 5.x contains. The bank with context 700 is outside the course.
 */
class QuestionsInUseTest {
    private static BankSite site;

    @BeforeAll
    static void make_the_site() {
        site = new BankSite();
    }

    @BeforeEach
    void two_quizzes_and_a_bank_elsewhere() {
        site.clear();
        site.activity("quiz", 501);
        site.activity("quiz", 502);
        site.category(5010, 501, 0);
        site.category(5011, 501, 5010);
        site.question(50111, 5011);
        site.bankElsewhere(700);
        site.category(7000, 700, 0);
        site.category(7001, 700, 7000);
        site.category(7002, 700, 7001);
        site.category(7003, 700, 7002);
        for (long category = 7001; category <= 7003; category++) {
            for (long number = 1; number <= 3; number++) {
                site.question(category * 10 + number, category);
            }
        }
    }

    private static String inCategory(long category, boolean subcategories, String more) {
        return "{\"filter\": {\"category\": {\"jointype\": 1, \"values\": [\"" + category
                + "\"], \"filteroptions\": {\"includesubcategories\": " + subcategories + "}}" + more + "}}";
    }

    @Test
    void an_activitys_own_bank_is_archived_whole_and_nothing_else() {
        site.activity("qbank", 503);
        site.category(5030, 503, 0);
        site.question(50301, 5030, "essay", "draft");
        SortedMap<String, String> archive = site.archive();
        assertThat(categories(archive)).containsExactly(5010L, 5011L, 5030L);
        assertThat(entries(archive)).containsExactly(50111L, 50301L);
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L);
        assertThat(listed(archive, "quiz_502")).isEmpty();
        assertThat(listed(archive, "qbank_503")).containsExactly(5030L);
    }

    @Test
    void of_other_banks_come_the_questions_in_slots_with_their_category_and_its_parent() {
        site.slot(501, 70032);
        SortedMap<String, String> archive = site.archive();
        assertThat(entries(archive)).containsExactly(50111L, 70032L);
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L, 7002L, 7003L);
    }

    @Test
    void what_an_earlier_activity_uses_is_listed_by_the_later_ones_too() {
        site.slot(501, 50111);
        site.slot(501, 70012);
        SortedMap<String, String> archive = site.archive();
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L, 7000L, 7001L);
        assertThat(listed(archive, "quiz_502")).containsExactly(5010L, 5011L, 7000L, 7001L);
        assertThat(entries(archive)).containsExactly(50111L, 70012L);
    }

    @Test
    void what_a_later_activity_uses_is_not_listed_by_the_earlier_ones() {
        site.slot(502, 70012);
        SortedMap<String, String> archive = site.archive();
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L);
        assertThat(listed(archive, "quiz_502")).containsExactly(7000L, 7001L);
    }

    @Test
    void all_versions_of_a_question_in_use_come_with_it() {
        site.question(70011, 7001, "truefalse", "hidden");
        site.slot(501, 70011);
        assertThat(site.archive().get("questions.xml"))
                .contains("<question id=\"700111\">", "<question id=\"700112\">");
    }

    @Test
    void a_random_question_takes_what_it_may_pick_from_now() {
        site.question(70011, 7001, "truefalse", "draft");
        site.question(70012, 7001, "truefalse", "hidden");
        site.question(70014, 7001, "truefalse", "hidden");
        site.question(70015, 7001, "description", "ready");
        site.question(70016, 7001, "random", "ready");
        site.question(70017, 7001, "notinstalled", "ready");
        site.sql("update mdl_question set parent = 700111 where id = 700131");
        site.random(501, inCategory(7001, false, ""));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70012L);
    }

    @Test
    void a_random_question_may_pick_from_subcategories() {
        site.random(501, inCategory(7002, true, ""));
        SortedMap<String, String> archive = site.archive();
        assertThat(entries(archive)).containsExactly(50111L, 70021L, 70022L, 70023L, 70031L, 70032L, 70033L);
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L, 7001L, 7002L, 7003L);
    }

    @Test
    void categories_that_contain_each_other_do_no_harm() {
        site.sql("update mdl_question_categories set parent = 7003 where id = 7002");
        site.random(501, inCategory(7002, true, ""));
        assertThat(entries(site.archive())).hasSize(7);
    }

    @Test
    void several_random_questions_are_joined_by_position_as_Moodle_does() {
        site.question(70034, 7003);
        site.random(501, inCategory(7001, false, ""));
        site.random(501, inCategory(7002, false, ""));
        site.random(501, inCategory(7003, false, ""));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70012L, 70013L, 70034L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025041404", "2025041406.11", "2025100601.03", "2026042000"})
    void several_random_questions_lose_nothing_in_builds_since_5_0_4_and_5_1_1(String build) {
        site.build(build);
        site.random(501, inCategory(7001, false, ""));
        site.random(501, inCategory(7002, false, ""));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70012L, 70013L, 70021L, 70022L, 70023L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025041403.09", "2025100600.02"})
    void several_random_questions_lose_some_in_earlier_builds(String build) {
        site.build(build);
        site.random(501, inCategory(7001, false, ""));
        site.random(501, inCategory(7002, false, ""));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70012L, 70013L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025041405", "2025041406.11", "2025100602", "2026042000"})
    void parts_of_questions_in_use_follow_them_within_their_category_since_5_0_5_and_5_1_2(String build) {
        site.build(build);
        site.partOf(700121, 700111);
        site.partOf(700321, 700111);
        site.partOf(700211, 700221);
        site.slot(501, 70011);
        SortedMap<String, String> archive = site.archive();
        assertThat(entries(archive)).as("category 7003 is not in use").containsExactly(50111L, 70011L, 70012L);
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L, 7000L, 7001L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025041404.02", "2025100601.03"})
    void parts_of_questions_in_use_stayed_out_in_earlier_builds(String build) {
        site.build(build);
        site.partOf(700121, 700111);
        site.slot(501, 70011);
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L);
    }

    @Test
    void a_part_comes_with_any_version_of_the_question_in_use() {
        site.build("2025041406.11");
        site.question(70011, 7001);
        site.partOf(700131, 700112);
        site.slot(501, 70011);
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70013L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025041400", "2025041401.08"})
    void the_first_builds_of_5_0_take_whole_banks(String build) {
        site.version("500", "5.0.1+ (Build: 20250801)");
        site.build(build);
        site.slot(501, 70032);
        SortedMap<String, String> archive = site.archive();
        assertThat(entries(archive)).hasSize(10);
        assertThat(listed(archive, "quiz_501")).containsExactly(5010L, 5011L, 7000L, 7001L, 7002L, 7003L);
        assertThat(archive.get("moodle_backup.xml")).doesNotContain("<name>questionbank</name>");
    }

    @Test
    void builds_since_5_0_2_take_questions_in_use() {
        site.version("500", "5.0.2 (Build: 20250811)");
        site.build("2025041402");
        site.slot(501, 70032);
        assertThat(entries(site.archive())).containsExactly(50111L, 70032L);
    }

    @Test
    void tags_restrict_random_questions() {
        site.tag(700111, 801, "easy");
        site.tag(700111, 802, "old");
        site.tag(700121, 801, "easy");
        site.tag(700131, 803, "new");
        site.random(501, inCategory(7001, false, ", \"qtagids\": {\"jointype\": 2, \"values\": [\"801\", \"802\"]}"));
        site.random(502, inCategory(7001, false, ", \"qtagids\": {\"jointype\": 1, \"values\": [803, 802]}"));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70013L);
    }

    @Test
    void conditions_of_before_4_3_name_category_and_tags() {
        site.tag(700121, 801, "easy");
        site.tag(700221, 801, "easy");
        site.tag(700221, 802, "old");
        site.random(
                501,
                "{\"questioncategoryid\": 7001, \"includingsubcategories\": \"1\", \"tags\": [\"5,Easy\", \"6,old\"]}");
        site.random(
                502, "{\"questioncategoryid\": \"7001\", \"includingsubcategories\": \"0\", \"tags\": [\"5,Easy\"]}");
        assertThat(entries(site.archive())).containsExactly(50111L, 70012L, 70022L);
    }

    @Test
    void a_tag_that_no_question_has_leaves_nothing_to_pick() {
        site.tag(700121, 801, "easy");
        site.random(501, "{\"questioncategoryid\": 7001, \"tags\": [\"5,easy\", \"6,no such tag\"]}");
        assertThat(entries(site.archive())).containsExactly(50111L);
    }

    @Test
    void filters_of_a_switched_off_plugin_do_not_count() {
        site.sql("insert into mdl_config_plugins (plugin, name, value) values ('qbank_tagquestion', 'disabled', '1')");
        site.random(501, inCategory(7001, false, ", \"qtagids\": {\"jointype\": 1, \"values\": [803]}"));
        assertThat(entries(site.archive())).containsExactly(50111L, 70011L, 70012L, 70013L);
    }

    @Test
    void a_condition_that_nobody_can_evaluate_is_named_in_a_warning() {
        site.random(501, "{\"filter\": ");
        site.random(502, inCategory(7001, false, ", \"createdby\": {\"jointype\": 1, \"values\": [\"Ann\"]}"));
        assertThat(entries(site.archive())).containsExactly(50111L);
        assertThat(site.report().warnings())
                .filteredOn(warning -> warning.contains("random question"))
                .hasSize(2)
                .anyMatch(warning -> warning.contains("activities/quiz_501/"))
                .anyMatch(warning -> warning.contains("'createdby'"));
    }

    @Test
    void the_number_of_statements_does_not_grow_with_the_conditions() {
        site.random(501, inCategory(7001, true, ""));
        site.archive();
        int before = site.report().statements();
        for (long quiz = 510; quiz < 530; quiz++) {
            site.activity("quiz", quiz);
            site.random(quiz, inCategory(7001 + quiz % 3, quiz % 2 == 0, ""));
            site.slot(quiz, 70031);
        }
        site.archive();
        assertThat(site.report().statements()).isLessThanOrEqualTo(before + 4);
    }

    @Test
    void a_version_nobody_compared_yet_is_archived_as_the_nearest() {
        site.version("502", "5.2dev (Build: 20260401)");
        site.slot(501, 70012);
        assertThat(entries(site.archive())).containsExactly(50111L, 70012L);
    }

    @Test
    void blocks_of_types_that_are_gone_are_archived_too() {
        site.sql("insert into mdl_block_instances (id, blockname, parentcontextid, pagetypepattern,"
                + " showinsubcontexts, defaultweight, timecreated, timemodified)"
                + " values (650, 'nolongerthere', 501, 'mod-*', 0, 0, 0, 0)");
        site.sql("insert into mdl_context (id, contextlevel, instanceid, path, depth) values (650, 80, 650, '', 4)");
        assertThat(site.archive()).containsKey("activities/quiz_501/blocks/nolongerthere_650/block.xml");
    }
}
