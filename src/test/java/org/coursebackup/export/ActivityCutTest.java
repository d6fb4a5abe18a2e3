package org.coursebackup.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.ArchiveZip;
import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.ArchiveIndex;
import org.coursebackup.verify.ArchiveIndex.Content;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Activities cut out of archives of the demo site. The golden ones were made by this program; that such cut-outs are
 * equal to Moodle's own backups of the same activities was seen on a real site. After an intended change
 * {@code -Dgolden.update=true} rewrites them: read the diff before committing it.
 */
class ActivityCutTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final long EVERYTHING = 10;
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);

    @TempDir
    Path folder;

    private Path cut(Path archive, long courseModule) throws IOException {
        Path file = folder.resolve("activity-" + courseModule + ".mbz");
        try (ZipEntries entries = new ZipEntries(archive, Map.of());
                ArchiveZip zip = new ArchiveZip(file)) {
            new ActivityCut(entries, courseModule).write("activity.mbz", zip);
            zip.finish();
        }
        return file;
    }

    private SortedMap<String, String> cut(long course, long courseModule) throws Exception {
        return Archives.contents(cut(Archives.of(MOODLE, course, folder), courseModule));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({"10, 45, quiz", "10, 36, subsection", "10, 34, h5pactivity", "2, 2, forum", "3, 12, glossary"})
    void an_activity_cut_out_holds_what_the_golden_one_holds(long course, long courseModule, String name)
            throws Exception {
        SortedMap<String, String> actual = cut(course, courseModule);
        Path golden = GOLDEN.resolve("cut-" + name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            StringBuilder all = new StringBuilder();
            actual.forEach((entry, text) ->
                    all.append("=== ").append(entry).append('\n').append(text).append(text.endsWith("\n") ? "" : "\n"));
            Files.writeString(golden, all.toString());
        }
        SortedMap<String, String> expected = new TreeMap<>();
        for (String part : Files.readString(golden).split("(?m)^=== ")) {
            if (!part.isEmpty()) {
                expected.put(part.substring(0, part.indexOf('\n')), part.substring(part.indexOf('\n') + 1));
            }
        }
        assertThat(Archives.differences(expected, actual)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 10})
    void every_activity_reads_back_good_and_its_own_documents_are_those_of_the_course(long course) throws Exception {
        Path archive = Archives.of(MOODLE, course, folder);
        SortedMap<String, String> whole = Archives.contents(archive);
        List<Content> activities;
        try (ZipEntries entries = new ZipEntries(archive, Map.of())) {
            activities = ArchiveIndex.read(new EntryReader(entries).open(ArchiveIndex.NAME))
                    .activities();
        }
        assertThat(activities).isNotEmpty();
        for (Content activity : activities) {
            Path file = cut(archive, Long.parseLong(activity.id()));
            ArchiveVerification read = new VerifyArchive().verify(file);
            assertThat(read.errors()).as(activity.directory()).isEmpty();
            Archives.contents(file).forEach((entry, text) -> {
                if (entry.contains("/") && !entry.endsWith("/inforef.xml")) {
                    assertThat(text).as(entry).isEqualTo(whole.get(entry));
                }
            });
            assertThat(Archives.contents(file).keySet())
                    .containsAll(whole.keySet().stream()
                            .filter(entry -> entry.startsWith(activity.directory() + "/"))
                            .toList());
        }
    }

    @Test
    void only_what_the_activity_refers_to_goes_along() throws Exception {
        SortedMap<String, String> quiz = cut(EVERYTHING, 45);

        assertThat(quiz.keySet())
                .allMatch(entry ->
                        !entry.contains("/") || entry.startsWith("activities/quiz_45/") || entry.startsWith("files/"));
        assertThat(quiz).doesNotContainKeys("badges.xml", "completion.xml", "gradebook.xml");
        String inforef = quiz.get("activities/quiz_45/inforef.xml");
        assertThat(ids("<question_category id=\"(\\d+)\"", quiz.get("questions.xml")))
                .isEqualTo(ids("<question_category>\\s*<id>(\\d+)", inforef));
        assertThat(ids("<group id=\"(\\d+)\"", quiz.get("groups.xml")))
                .isEqualTo(ids("<group>\\s*<id>(\\d+)", inforef));
        Set<String> users = ids("<user>\\s*<id>(\\d+)", inforef);
        users.addAll(ids("<group_member [^>]*>\\s*<userid>(\\d+)", quiz.get("groups.xml")));
        assertThat(users).containsAll(ids("<user id=\"(\\d+)\"", quiz.get("users.xml")));
        assertThat(quiz.get("moodle_backup.xml"))
                .contains("<type>activity</type>", "<name>activity.mbz</name>", "quiz_45_userinfo")
                .doesNotContain("forum_46", "<section>", "<course>");
    }

    @Test
    void users_of_xapi_states_are_listed_by_their_own_activity_and_not_by_the_next() throws Exception {
        SortedMap<String, String> h5p = cut(EVERYTHING, 34);
        Set<String> users = ids("<userid>(\\d+)<", h5p.get("activities/h5pactivity_34/xapistate.xml"));

        assertThat(users).isNotEmpty();
        assertThat(ids("<user>\\s*<id>(\\d+)", h5p.get("activities/h5pactivity_34/inforef.xml")))
                .containsAll(users);
        assertThat(ids("<user id=\"(\\d+)\"", h5p.get("users.xml"))).containsAll(users);
    }

    @Test
    void a_section_that_belongs_to_the_activity_goes_along_with_what_is_in_it() throws Exception {
        assertThat(cut(EVERYTHING, 36))
                .containsKeys("activities/subsection_36/module.xml", "activities/page_37/page.xml")
                .anySatisfy((entry, text) -> assertThat(entry).matches("sections/section_\\d+/section.xml"));
        assertThat(cut(EVERYTHING, 37)).doesNotContainKey("activities/subsection_36/module.xml");
    }

    @Test
    void an_activity_that_is_not_there_is_named() throws Exception {
        Path archive = Archives.of(MOODLE, 2, folder);

        assertThatThrownBy(() -> cut(archive, 999))
                .isInstanceOf(NoSuchActivityException.class)
                .hasMessageContaining("999");
    }

    private static Set<String> ids(String pattern, String text) {
        Set<String> ids = new TreeSet<>();
        for (Matcher id = Pattern.compile(pattern).matcher(text); id.find(); ) {
            ids.add(id.group(1));
        }
        return ids;
    }
}
