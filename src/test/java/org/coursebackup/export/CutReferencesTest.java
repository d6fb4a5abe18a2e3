package org.coursebackup.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveZip;
import org.coursebackup.testsupport.Archives;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes along with an activity, on archives written here. */
class CutReferencesTest {
    private static final String SETTING = "<setting><level>root</level><name>%s</name><value>1</value></setting>";

    private final Map<String, String> archive = new LinkedHashMap<>();

    @TempDir
    Path folder;

    /** Two activities, quiz 1 and then quiz 2, of a Moodle without question banks of courses. */
    @BeforeEach
    void make() {
        archive.put(
                "moodle_backup.xml", """
                <moodle_backup><information><backup_date>1795000000</backup_date><contents><activities>
                <activity><moduleid>1</moduleid><sectionid>3</sectionid><modulename>quiz</modulename><title>A</title>
                <directory>activities/quiz_1</directory></activity>
                <activity><moduleid>2</moduleid><sectionid>3</sectionid><modulename>quiz</modulename><title>B</title>
                <directory>activities/quiz_2</directory></activity>
                </activities></contents><settings>
                """ + SETTING.formatted("users") + "</settings></information></moodle_backup>");
        for (int quiz = 1; quiz <= 2; quiz++) {
            archive.put(
                    "activities/quiz_" + quiz + "/quiz.xml",
                    "<activity id=\"1\" contextid=\"50" + quiz + "\"></activity>");
            archive.put("activities/quiz_" + quiz + "/grades.xml", "<activity_gradebook></activity_gradebook>");
            archive.put("activities/quiz_" + quiz + "/inforef.xml", "<inforef></inforef>");
        }
        archive.put("files.xml", "<files></files>");
        archive.put("users.xml", users(4, 5, 6));
    }

    private static String users(int... ids) {
        StringBuilder users = new StringBuilder("<users>");
        for (int id : ids) {
            users.append("<user id=\"" + id + "\" contextid=\"90" + id
                    + "\"><roles><role_overrides><override><roleid>7" + id
                    + "</roleid></override></role_overrides></roles></user>");
        }
        return users.append("</users>").toString();
    }

    private SortedMap<String, String> cut(long courseModule) throws IOException {
        Path file = folder.resolve("cut.mbz");
        ArchiveEntries entries = new ArchiveEntries() {
            @Override
            public List<Entry> list() {
                return archive.entrySet().stream()
                        .map(entry -> new Entry(entry.getKey(), entry.getValue().length(), true))
                        .toList();
            }

            @Override
            public InputStream open(Entry entry) {
                return new ByteArrayInputStream(archive.get(entry.name()).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {}
        };
        try (ArchiveZip zip = new ArchiveZip(file)) {
            new ActivityCut(entries, courseModule).write("cut.mbz", zip);
            zip.finish();
        }
        return Archives.contents(file);
    }

    @Test
    void scales_of_grade_items_and_outcomes_go_along_although_no_inforef_lists_them() throws IOException {
        archive.put(
                "activities/quiz_2/grades.xml",
                "<activity_gradebook><grade_items><grade_item id=\"9\"><scaleid>31</scaleid><outcomeid>41</outcomeid>"
                        + "</grade_item></grade_items></activity_gradebook>");
        archive.put(
                "outcomes.xml",
                "<outcomes_definition><outcome id=\"41\"><scaleid>32</scaleid></outcome>"
                        + "<outcome id=\"42\"><scaleid>33</scaleid></outcome></outcomes_definition>");
        archive.put(
                "scales.xml",
                "<scales_definition><scale id=\"31\"></scale><scale id=\"32\"></scale><scale id=\"33\"></scale>"
                        + "</scales_definition>");
        SortedMap<String, String> cut = cut(2);

        assertThat(cut.get("scales.xml")).contains("\"31\"", "\"32\"").doesNotContain("\"33\"");
        assertThat(cut.get("outcomes.xml")).contains("\"41\"").doesNotContain("\"42\"");
    }

    @Test
    void members_of_groups_come_with_their_pictures_and_the_roles_of_their_overrides() throws IOException {
        archive.put(
                "activities/quiz_2/inforef.xml", "<inforef><groupref><group><id>8</id></group></groupref></inforef>");
        archive.put(
                "groups.xml",
                "<groups><group id=\"8\"><group_members><group_member id=\"1\"><userid>5</userid></group_member>"
                        + "</group_members></group><group id=\"9\"><group_members><group_member id=\"2\">"
                        + "<userid>6</userid></group_member></group_members></group></groups>");
        archive.put("roles.xml", "<roles_definition><role id=\"75\"></role><role id=\"76\"></role></roles_definition>");
        archive.put("files.xml", "<files>" + file(1, 905, "user") + file(2, 906, "user") + "</files>");
        SortedMap<String, String> cut = cut(2);

        assertThat(cut.get("users.xml")).contains("<user id=\"5\"").doesNotContain("\"4\"", "\"6\"");
        assertThat(cut.get("groups.xml")).contains("\"8\"").doesNotContain("\"9\"");
        assertThat(cut.get("roles.xml")).contains("\"75\"").doesNotContain("\"76\"");
        assertThat(cut.get("files.xml")).contains("<file id=\"1\">").doesNotContain("<file id=\"2\">");
    }

    @Test
    void users_that_only_the_states_of_the_activity_before_name_stay_out_and_its_own_come_in() throws IOException {
        archive.put(
                "activities/quiz_1/xapistate.xml",
                "<states><state id=\"1\"><userid>4</userid></state><state id=\"2\">"
                        + "<userid>5</userid></state></states>");
        archive.put(
                "activities/quiz_2/inforef.xml",
                "<inforef><userref><user><id>4</id></user><user><id>5</id></user></userref></inforef>");
        archive.put("activities/quiz_2/completion.xml", "<completions><userid>5</userid></completions>");
        SortedMap<String, String> second = cut(2);

        assertThat(second.get("activities/quiz_2/inforef.xml"))
                .contains("<id>5</id>")
                .doesNotContain("<id>4</id>");
        assertThat(second.get("users.xml")).contains("\"5\"").doesNotContain("\"4\"");
        Files.delete(folder.resolve("cut.mbz"));
        SortedMap<String, String> first = cut(1);
        assertThat(first.get("activities/quiz_1/inforef.xml")).contains("<id>4</id>", "<id>5</id>");
        assertThat(first.get("users.xml")).contains("\"4\"", "\"5\"").doesNotContain("\"6\"");
    }

    @Test
    void the_gradebook_comes_only_where_no_other_activity_has_grades() throws IOException {
        String item = "<activity_gradebook><grade_items><grade_item id=\"9\"></grade_item></grade_items>"
                + "</activity_gradebook>";
        archive.put("gradebook.xml", "<gradebook></gradebook>");
        archive.put("activities/quiz_1/grades.xml", item);

        assertThat(cut(1)).containsKey("gradebook.xml");
        Files.delete(folder.resolve("cut.mbz"));
        assertThat(cut(2)).doesNotContainKey("gradebook.xml");
    }

    @Test
    void of_banks_of_others_only_the_questions_in_use_come_with_their_parts_and_what_random_ones_draw_from()
            throws IOException {
        archive.put(
                "questions.xml",
                "<question_categories>" + category(1, 600, 0) + category(2, 600, 1, 21, 22, 23)
                        + category(3, 600, 1, 31)
                        + category(4, 501, 0, 41) + category(5, 502, 0, 51) + category(6, 700, 0, 61)
                        + "</question_categories>");
        archive.put(
                "activities/quiz_2/quiz.xml",
                "<activity id=\"1\" contextid=\"502\"><quiz id=\"1\"><questionbankentryid>22</questionbankentryid>"
                        + "<filtercondition>{\"filter\":{\"category\":{\"values\":[\"3\"]}}}</filtercondition>"
                        + "</quiz></activity>");
        archive.put(
                "activities/quiz_2/inforef.xml",
                "<inforef><question_categoryref><question_category><id>2</id></question_category><question_category>"
                        + "<id>3</id></question_category><question_category><id>5</id></question_category>"
                        + "<question_category><id>6</id></question_category></question_categoryref></inforef>");
        archive.put(
                "files.xml",
                "<files>" + file(1, 600, "question") + file(2, 700, "question") + file(3, 600, "qtype_essay")
                        + "</files>");
        SortedMap<String, String> cut = cut(2);

        assertThat(cut.get("questions.xml"))
                .contains("entry id=\"22\"", "entry id=\"23\"", "entry id=\"31\"", "entry id=\"51\"")
                .doesNotContain("entry id=\"21\"", "entry id=\"41\"", "entry id=\"61\"");
        assertThat(cut.get("activities/quiz_2/inforef.xml"))
                .contains("<id>1</id>", "<id>2</id>", "<id>3</id>", "<id>5</id>")
                .doesNotContain("<id>6</id>");
        assertThat(cut.get("files.xml"))
                .contains("<file id=\"1\">", "<file id=\"3\">")
                .doesNotContain("<file id=\"2\">");
    }

    @Test
    void until_4_5_the_categories_that_inforef_lists_come_whole() throws IOException {
        archive.put(
                "moodle_backup.xml",
                archive.get("moodle_backup.xml")
                        .replace("</settings>", SETTING.formatted("questionbank") + "</settings>"));
        archive.put(
                "questions.xml",
                "<question_categories>" + category(2, 600, 0, 21) + category(6, 700, 0, 61) + "</question_categories>");
        archive.put(
                "activities/quiz_2/inforef.xml",
                "<inforef><question_categoryref><question_category><id>2</id></question_category>"
                        + "</question_categoryref></inforef>");

        assertThat(cut(2).get("questions.xml")).contains("entry id=\"21\"").doesNotContain("entry id=\"61\"");
    }

    /** Question 230 of entry 23 is a part of question 220. */
    private static String category(int id, int context, int parent, int... entries) {
        StringBuilder category = new StringBuilder("<question_category id=\"" + id + "\"><contextid>" + context
                + "</contextid><parent>" + parent + "</parent><question_bank_entries>");
        for (int entry : entries) {
            category.append("<question_bank_entry id=\"" + entry
                    + "\"><question_version><question_versions id=\"1\"><questions><question id=\"" + entry
                    + "0\"><parent>" + (entry == 23 ? 220 : 0)
                    + "</parent></question></questions></question_versions></question_version></question_bank_entry>");
        }
        return category.append("</question_bank_entries></question_category>").toString();
    }

    private static String file(int id, int context, String component) {
        return "<file id=\"" + id + "\"><contenthash>da39a3ee5e6b4b0d3255bfef95601890afd80709</contenthash><contextid>"
                + context + "</contextid><component>" + component
                + "</component><filearea>questiontext</filearea><itemid>1</itemid><filename>.</filename></file>";
    }
}
