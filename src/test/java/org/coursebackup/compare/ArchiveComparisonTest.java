package org.coursebackup.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveComparisonTest {
    private static final String FORUM = "activities/forum_7/forum.xml";
    private static final String HELLO = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
    private static final String POOLED = "files/aa/" + HELLO;

    private static final TestArchive ARCHIVE = new TestArchive()
            .with("moodle_backup.xml", index("one.mbz", "1700000000", "a1"))
            .with(
                    FORUM,
                    forum(
                            "<post id=\"9\"><subject>Hi</subject><message>Good morning</message></post>"
                                    + "<post id=\"10\"><subject>Re</subject><message>Good night</message></post>",
                            "<read id=\"1\"/><read id=\"2\"/>"))
            .with("activities/forum_7/grades.xml", "<activity_gradebook>\n</activity_gradebook>")
            .with("course/blocks/html_3/block.xml", "<block id=\"3\"><configdata>x</configdata></block>")
            .with("questions.xml", question("<answer id=\"1\"><fraction>1</fraction></answer>"))
            .with(
                    "files.xml",
                    "<files><file id=\"5\"><contenthash>" + HELLO
                            + "</contenthash><component>mod_forum</component></file></files>")
            .with(POOLED, "hello")
            .with("moodle_backup.log", "today")
            .with(".ARCHIVE_INDEX", "today");

    @TempDir
    private Path folder;

    private static String index(String name, String date, String id) {
        return "<moodle_backup><information><name>" + name
                + "</name><original_course_id>4</original_course_id><backup_date>" + date
                + "</backup_date><details><detail backup_id=\"" + id
                + "\"><type>course</type><mode>50</mode></detail></details>"
                + "<settings><setting><level>root</level><name>filename</name><value>" + name + "</value></setting>"
                + "<setting><level>root</level><name>users</name><value>1</value></setting></settings"
                + "></information></moodle_backup>";
    }

    private static String forum(String posts, String read) {
        return "<activity id=\"2\" moduleid=\"7\"><forum id=\"2\"><discussions><discussion id=\"4\"><posts>" + posts
                + "</posts></discussion></discussions><readposts>" + read + "</readposts></forum></activity>";
    }

    private static String question(String answers) {
        return "<question_categories><question_category id=\"1\"><question"
                + " id=\"8\"><name>Q</name><plugin_qtype_gapfill_question><gapfill id=\"1\">"
                + answers
                + "</gapfill></plugin_qtype_gapfill_question></question></question_category></question_categories>";
    }

    private Comparison compare(TestArchive candidate) throws IOException {
        return new ArchiveComparison(folder)
                .compare(ARCHIVE.zip(folder.resolve("one.mbz")), candidate.zip(folder.resolve("other.mbz")));
    }

    private static List<String> differences(Comparison comparison, String component) {
        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.components().stream()
                        .filter(verdict -> !verdict.equal())
                        .map(ComponentVerdict::component))
                .containsExactly(component);
        return comparison.components().stream()
                .flatMap(verdict -> verdict.differences().stream())
                .toList();
    }

    @Test
    void an_archive_equals_itself_in_the_other_container_with_its_components_named() throws Exception {
        Comparison comparison = new ArchiveComparison(folder)
                .compare(ARCHIVE.tgz(folder.resolve("one.mbz")), ARCHIVE.zip(folder.resolve("other.mbz")));

        assertThat(comparison.equal()).isTrue();
        assertThat(comparison.figures()).hasToString("6 of 6 documents (100 %), 100 % of elements, 1 of 1 files equal");
        assertThat(comparison.components())
                .extracting(ComponentVerdict::component)
                .containsExactly("block_html", "core", "mod_forum", "qtype_gapfill");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("one.mbz", "other.mbz");
        }
    }

    @Test
    void what_differs_between_any_two_backups_does_not_count() throws Exception {
        TestArchive later = ARCHIVE.with("moodle_backup.xml", index("two.mbz", "1800000000", "b2"))
                .with("moodle_backup.log", "tomorrow")
                .without(".ARCHIVE_INDEX");

        assertThat(compare(later).equal()).isTrue();
    }

    @Test
    void the_order_of_rows_counts_where_it_means_something_and_only_there() throws Exception {
        String morning = "<post id=\"9\"><subject>Hi</subject><message>Good morning</message></post>";
        String night = "<post id=\"10\"><subject>Re</subject><message>Good night</message></post>";

        Comparison reads = compare(ARCHIVE.with(FORUM, forum(morning + night, "<read id=\"2\"/><read id=\"1\"/>")));
        Comparison posts = compare(ARCHIVE.with(FORUM, forum(night + morning, "<read id=\"1\"/><read id=\"2\"/>")));

        assertThat(reads.equal()).isTrue();
        assertThat(reads.figures().orderOnly()).isEqualTo(1);
        assertThat(differences(posts, "mod_forum"))
                .containsExactly(FORUM
                        + ": the rows of activity[2]/forum[2]/discussions/discussion[4]/posts stand in another order");
    }

    @Test
    void the_order_of_different_elements_counts_since_a_restore_may_need_one_before_the_other() throws Exception {
        String hello = "<post id=\"9\"><message>Good morning</message><subject>Hi</subject></post>"
                + "<post id=\"10\"><subject>Re</subject><message>Good night</message></post>";
        String answer = "<answer id=\"1\"><fraction>1</fraction></answer>";
        String extra = "<plugin_local_stars_question><stars id=\"2\"/></plugin_local_stars_question>";
        TestArchive right =
                ARCHIVE.with("questions.xml", question(answer).replace("</question>", extra + "</question>"));
        TestArchive wrong = ARCHIVE.with("questions.xml", question(answer).replace("</name>", "</name>" + extra));

        assertThat(differences(
                        compare(ARCHIVE.with(FORUM, forum(hello, "<read id=\"1\"/><read id=\"2\"/>"))), "mod_forum"))
                .containsExactly(
                        FORUM + ": in activity[2]/forum[2]/discussions/discussion[4]/posts/post[9] <message> comes"
                                + " before <subject>, not after it");
        assertThat(differences(
                        new ArchiveComparison(folder)
                                .compare(right.zip(folder.resolve("one.mbz")), wrong.zip(folder.resolve("other.mbz"))),
                        "core"))
                .containsExactly("questions.xml: in question_categories/question_category[1]/question[8]"
                        + " <plugin_local_stars_question> comes before <plugin_qtype_gapfill_question>, not after it");
    }

    @Test
    void the_element_that_differs_is_named_with_its_row_and_both_values() throws Exception {
        Comparison comparison = compare(ARCHIVE.with(
                FORUM,
                forum(
                        "<post id=\"9\"><subject>Hi</subject><message>Good evening</message></post>"
                                + "<post id=\"10\"><subject>Re</subject></post>",
                        "<read id=\"1\"/><read id=\"2\" late=\"1\"/>")));

        assertThat(differences(comparison, "mod_forum"))
                .containsExactly(
                        FORUM
                                + ": activity[2]/forum[2]/discussions/discussion[4]/posts/post[9]/message is"
                                + " 'Good evening', not 'Good morning'",
                        FORUM
                                + ": activity[2]/forum[2]/discussions/discussion[4]/posts/post[10]/message is"
                                + " missing, with 'Good night' in it",
                        FORUM + ": activity[2]/forum[2]/readposts/read[2]@late is there, with '1' in it");
    }

    @Test
    void of_long_texts_the_place_where_they_part_is_shown() throws Exception {
        String same = "x".repeat(5_000);
        TestArchive one =
                ARCHIVE.with(FORUM, forum("<post id=\"9\"><message>" + same + "yes" + same + "</message></post>", ""));
        TestArchive other =
                ARCHIVE.with(FORUM, forum("<post id=\"9\"><message>" + same + "no\n" + same + "</message></post>", ""));

        Comparison comparison = new ArchiveComparison(folder)
                .compare(one.zip(folder.resolve("one.mbz")), other.zip(folder.resolve("other.mbz")));

        assertThat(differences(comparison, "mod_forum").get(0))
                .contains("message is …'" + "x".repeat(30) + "no\\nxxx")
                .contains(", not …'" + "x".repeat(30) + "yesxxx")
                .hasSizeLessThan(420);
    }

    @Test
    void rows_and_documents_that_are_missing_or_too_much_are_named() throws Exception {
        TestArchive other = ARCHIVE.with(
                        FORUM,
                        forum(
                                "<post id=\"9\"><subject>Hi</subject><message>Good morning</message></post>"
                                        + "<post id=\"11\"><subject>New</subject></post>",
                                "<read id=\"1\"/><read id=\"2\"/>"))
                .without("activities/forum_7/grades.xml")
                .with("activities/forum_7/inforef.xml", "<inforef/>");

        Comparison comparison = compare(other);

        assertThat(comparison.components().stream().flatMap(verdict -> verdict.differences().stream()))
                .containsExactly(
                        "activities/forum_7/grades.xml: is missing",
                        FORUM + ": activity[2]/forum[2]/discussions/discussion[4]/posts/post[10] is missing",
                        FORUM + ": activity[2]/forum[2]/discussions/discussion[4]/posts/post[11] is too much",
                        "activities/forum_7/inforef.xml: is too much");
    }

    @Test
    void what_a_plugin_added_is_the_plugins_matter() throws Exception {
        Comparison comparison =
                compare(ARCHIVE.with("questions.xml", question("<answer id=\"1\"><fraction>0.5</fraction></answer>")));

        assertThat(differences(comparison, "qtype_gapfill"))
                .singleElement()
                .asString()
                .contains("fraction is '0.5', not '1'");
    }

    @Test
    void rows_without_a_key_are_paired_by_what_they_have_in_common() throws Exception {
        Comparison comparison = compare(ARCHIVE.with(
                "moodle_backup.xml",
                index("one.mbz", "1", "a")
                        .replace("<name>users</name><value>1</value>", "<name>users</name><value>0</value>")));

        assertThat(differences(comparison, "core"))
                .containsExactly(
                        "moodle_backup.xml: moodle_backup/information/settings/setting[name users]/value is '0',"
                                + " not '1'");
    }

    @Test
    void contents_of_the_pool_are_read_and_told_by_whose_they_are() throws Exception {
        assertThat(differences(compare(ARCHIVE.without(POOLED)), "mod_forum")).containsExactly(POOLED + ": is missing");
        assertThat(differences(compare(ARCHIVE.with(POOLED, "hell0")), "mod_forum"))
                .containsExactly(POOLED + ": its content is not the one that its name says");
        assertThat(differences(compare(ARCHIVE.with("files/bb/bb", "more")), "core"))
                .containsExactly("files/bb/bb: is too much");
        assertThat(compare(ARCHIVE.without(POOLED)).figures().filesEqual()).isZero();
    }

    @Test
    void a_reference_whose_content_is_wrong_is_told_too() throws Exception {
        TestArchive wrong = ARCHIVE.with(POOLED, "hell0");

        Comparison comparison = new ArchiveComparison(folder)
                .compare(wrong.zip(folder.resolve("one.mbz")), wrong.zip(folder.resolve("two.mbz")));

        assertThat(comparison.equal()).isFalse();
    }

    @Test
    void other_files_of_a_plugin_are_compared_by_their_content() throws Exception {
        TestArchive one = ARCHIVE.with("forum_extra/list.json", "{}");

        Comparison comparison = new ArchiveComparison(folder)
                .compare(
                        one.zip(folder.resolve("one.mbz")),
                        one.with("forum_extra/list.json", "[]").zip(folder.resolve("two.mbz")));

        assertThat(differences(comparison, "core")).containsExactly("forum_extra/list.json: has another content");
    }

    @Test
    void an_encrypted_value_counts_by_its_shape() throws Exception {
        String sealed = "<lti id=\"1\"><resourcekey encrypted=\"true\">%s</resourcekey></lti>";
        String one = java.util.Base64.getEncoder().encodeToString(new byte[64]);
        String other = java.util.Base64.getEncoder().encodeToString(new byte[80]);
        TestArchive first = ARCHIVE.with("activities/lti_8/lti.xml", sealed.formatted(one));

        assertThat(new ArchiveComparison(folder)
                        .compare(
                                first.zip(folder.resolve("1.mbz")),
                                ARCHIVE.with("activities/lti_8/lti.xml", sealed.formatted(other))
                                        .zip(folder.resolve("2.mbz")))
                        .equal())
                .isTrue();
        assertThat(new ArchiveComparison(folder)
                        .compare(
                                first.zip(folder.resolve("1.mbz")),
                                ARCHIVE.with("activities/lti_8/lti.xml", sealed.formatted("plain"))
                                        .zip(folder.resolve("2.mbz")))
                        .equal())
                .isFalse();
    }

    @Test
    void what_is_no_archive_and_what_is_no_document_is_refused_in_words() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.mbz"), "nothing");
        Path one = ARCHIVE.zip(folder.resolve("one.mbz"));
        Path torn = ARCHIVE.with(FORUM, "<activity><forum>").zip(folder.resolve("torn.mbz"));

        assertThatThrownBy(() -> new ArchiveComparison(folder).compare(one, nothing))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining("nothing.mbz cannot be read as an archive");
        assertThatThrownBy(() -> new ArchiveComparison(folder).compare(one, torn))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining("the document " + FORUM + " is not well-formed");
    }
}
