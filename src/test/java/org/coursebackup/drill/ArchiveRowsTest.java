package org.coursebackup.drill;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveRowsTest {
    private static final String USERS = "<users><user id=\"7\"><username>ann</username></user>"
            + "<user id=\"1\"><username>guest</username></user></users>";

    @TempDir
    private Path folder;

    private Map<String, Long> rows(KnownDifferences known, String... entries) throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            all.put(entries[i], entries[i + 1]);
        }
        Map<String, Long> rows = new TreeMap<>();
        ArchiveRows.of(MadeArchive.of(folder.resolve("a.mbz"), all), known, folder)
                .counts()
                .forEach((kind, count) -> rows.put(kind, count.rows()));
        return rows;
    }

    private Map<String, Long> expected(String... entries) throws Exception {
        return rows(KnownDifferences.packaged(), entries);
    }

    @Test
    void elements_with_attributes_or_fields_are_rows_of_all_documents_of_a_kind_and_containers_are_none()
            throws Exception {
        String forum =
                "<activity id=\"1\"><forum id=\"2\"><name>n</name><discussions><discussion id=\"3\"><name>d</name>"
                        + "<posts><post id=\"4\"><message></message></post><post id=\"5\"/></posts>"
                        + "</discussion></discussions>"
                        + "<empty>\n</empty><plain><a>1</a></plain><plain><a></a></plain></forum></activity>";

        assertThat(rows(
                        KnownDifferences.NONE,
                        "activities/forum_11/forum.xml",
                        forum,
                        "activities/forum_12/forum.xml",
                        forum,
                        "course/inforef.xml",
                        "<inforef><userref><user><id>3</id></user></userref></inforef>"))
                .isEqualTo(Map.of(
                        "forum.xml: activity", 2L,
                        "forum.xml: activity/forum", 2L,
                        "forum.xml: activity/forum/discussions/discussion", 2L,
                        "forum.xml: activity/forum/discussions/discussion/posts/post", 4L,
                        "forum.xml: activity/forum/plain", 2L));
    }

    @Test
    void what_a_rule_takes_out_goes_with_the_rows_in_it_and_others_stay() throws Exception {
        assertThat(expected(
                        "course/enrolments.xml",
                        "<enrolments><enrols>"
                                + "<enrol id=\"1\"><enrol>manual</enrol>"
                                + "<user_enrolments><enrolment id=\"1\"/></user_enrolments></enrol>"
                                + "<enrol id=\"2\"><enrol>cohort</enrol>"
                                + "<user_enrolments><enrolment id=\"2\"/><enrolment id=\"3\"/>"
                                + "</user_enrolments></enrol></enrols></enrolments>"))
                .isEqualTo(Map.of(
                        "course/enrolments.xml: enrolments/enrols/enrol", 1L,
                        "course/enrolments.xml: enrolments/enrols/enrol/user_enrolments/enrolment", 1L));
    }

    @Test
    void rows_of_users_whom_the_archive_lacks_and_repeated_ones_are_not_expected() throws Exception {
        String grades = "<gradebook><grade_items>"
                + "<grade_item id=\"1\"><itemtype>manual</itemtype><itemname>x</itemname><grade_grades>"
                + "<grade_grade id=\"1\"><userid>7</userid></grade_grade>"
                + "<grade_grade id=\"2\"><userid>8</userid></grade_grade>"
                + "</grade_grades></grade_item>"
                + "<grade_item id=\"2\"><itemtype>manual</itemtype><itemname>x</itemname></grade_item>"
                + "<grade_item id=\"3\"><itemtype>manual</itemtype><itemname>y</itemname></grade_item>"
                + "</grade_items></gradebook>";

        assertThat(expected("users.xml", USERS, "gradebook.xml", grades))
                .isEqualTo(Map.of(
                        "users.xml: users/user", 1L,
                        "gradebook.xml: gradebook/grade_items/grade_item", 2L,
                        "gradebook.xml: gradebook/grade_items/grade_item/grade_grades/grade_grade", 1L));
    }

    @Test
    void files_count_by_area_and_their_contents_whatever_their_order() throws Exception {
        String one = file("mod_forum", "attachment", "a".repeat(40), "a.txt");
        String two = file("mod_forum", "attachment", "b".repeat(40), "b.txt");
        String folderRow = file("mod_forum", "attachment", "c".repeat(40), ".");
        Map<String, String> parts = Map.of("files.xml", "<files>" + one + two + folderRow + "</files>");
        ArchiveRows first =
                ArchiveRows.of(MadeArchive.of(folder.resolve("1.mbz"), parts), KnownDifferences.packaged(), folder);
        ArchiveRows second = ArchiveRows.of(
                MadeArchive.of(folder.resolve("2.mbz"), Map.of("files.xml", "<files>" + two + one + "</files>")),
                KnownDifferences.NONE,
                folder);

        assertThat(first.counts()).containsOnlyKeys("files.xml: mod_forum/attachment");
        assertThat(first.counts()).isEqualTo(second.counts());
        assertThat(first.lacking()).isEqualTo(3);
        assertThat(ArchiveRows.of(
                                MadeArchive.of(
                                        folder.resolve("3.mbz"),
                                        Map.of("files.xml", "<files>" + one + one + "</files>")),
                                KnownDifferences.NONE,
                                folder)
                        .counts())
                .isNotEqualTo(first.counts());
    }

    private static String file(String component, String area, String hash, String name) {
        return "<file id=\"1\"><contenthash>" + hash + "</contenthash><component>" + component
                + "</component><filearea>" + area + "</filearea><filename>" + name
                + "</filename><filesize>3</filesize></file>";
    }

    @Test
    void a_document_that_is_no_xml_is_the_archives_failure() {
        assertThatThrownBy(() -> expected("gradebook.xml", "<gradebook><grade"))
                .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                        .isTrue())
                .hasMessageStartingWith("gradebook.xml in it is no XML");
    }

    @Test
    void every_known_difference_says_why() {
        assertThat(KnownDifferences.packaged().all()).isNotEmpty().allSatisfy(rule -> assertThat(rule.why())
                .endsWith("."));
    }
}
