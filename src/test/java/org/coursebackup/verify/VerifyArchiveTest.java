package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class VerifyArchiveTest {
    @TempDir
    Path folder;

    private final SampleArchive sample = new SampleArchive();

    @Test
    void a_pipe_is_refused_instead_of_waited_for() throws Exception {
        Path pipe = folder.resolve("pipe.mbz");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        ArchiveVerification verification =
                assertTimeoutPreemptively(Duration.ofMinutes(1), () -> new VerifyArchive().verify(pipe));

        assertThat(verification.errors())
                .containsExactly(
                        "it can't be opened as a Moodle backup: it is a folder, a pipe or a device, not a file");
    }

    @Test
    void a_complete_archive_is_good_in_both_containers() {
        assertThat(verify(sample.zip()).findings()).isEmpty();
        assertThat(verify(sample.tgz()).findings()).isEmpty();
        assertThat(verify(sample.zip()).summary())
                .startsWith("good (" + sample.entries.size() + " documents and files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files.xml",
                "groups.xml",
                "scales.xml",
                "outcomes.xml",
                "questions.xml",
                "roles.xml",
                "users.xml",
                "course/course.xml",
                "course/roles.xml",
                "course/filters.xml",
                "course/comments.xml",
                "course/calendar.xml",
                "course/contentbank.xml",
                "course/logs.xml",
                "course/logstores.xml",
                "course/loglastaccess.xml",
                "course/blocks/html_8/roles.xml",
                "course/blocks/html_8/comments.xml",
                "sections/section_21/section.xml",
                "activities/page_31/module.xml",
                "activities/page_31/page.xml",
                "activities/page_31/roles.xml",
                "activities/page_31/grades.xml",
                "activities/page_31/filters.xml",
                "activities/page_31/comments.xml",
                "activities/page_31/calendar.xml",
                "activities/page_31/xapistate.xml",
                "activities/page_31/logs.xml",
                "activities/page_31/logstores.xml",
                "moodle_backup.xml"
            })
    void a_document_that_restore_needs_may_not_be_missing(String document) {
        assertNotGood(verify(sample.without(document).zip()), document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "badges.xml",
                "completion.xml",
                "gradebook.xml",
                "grade_history.xml",
                "course/enrolments.xml",
                "activities/page_31/completion.xml",
                "course/blocks/html_8/inforef.xml"
            })
    void a_document_that_restore_can_do_without_may_be_missing(String document) {
        assertThat(verify(sample.without(document).zip()).findings()).isEmpty();
    }

    @Test
    void what_the_settings_switch_off_is_not_asked_for() {
        sample.index(false, false).without("users.xml").without(SampleArchive.PICTURE_ENTRY);
        assertThat(verify(sample.zip()).findings()).isEmpty();
    }

    @Test
    void a_missing_pool_file_is_a_warning_when_nothing_is_known_and_an_error_when_the_engine_had_it()
            throws IOException {
        Path archive = sample.without(SampleArchive.PICTURE_ENTRY).writeTo(folder.resolve("a.mbz"));

        ArchiveVerification alone = new VerifyArchive().verify(archive);
        assertThat(alone.good()).isTrue();
        assertThat(alone.warnings())
                .singleElement()
                .asString()
                .contains(SampleArchive.PICTURE_HASH)
                .contains("1 file of the course");
        assertThat(check(archive, Set.of(SampleArchive.PICTURE_HASH)).warnings())
                .singleElement()
                .asString()
                .contains("missing from Moodle's file pool");
        assertNotGood(check(archive, Set.of()), SampleArchive.PICTURE_HASH);
    }

    @Test
    void a_pool_file_with_other_content_is_an_error() {
        assertNotGood(
                verify(sample.put(SampleArchive.PICTURE_ENTRY, "forged".getBytes(StandardCharsets.UTF_8))
                        .zip()),
                "content does not match its name");
    }

    @ParameterizedTest
    @CsvSource({"file, files.xml", "question_category, questions.xml"})
    void references_into_the_void_are_errors(String kind, String document) {
        sample.xml(
                "course/inforef.xml",
                "<inforef><" + kind + "ref><" + kind + "><id>4711</id></" + kind + "></" + kind + "ref></inforef>");
        assertNotGood(verify(sample.zip()), document + ": 4711");
    }

    @Test
    void references_to_users_whose_rows_are_gone_are_noted_since_moodle_writes_them_too() {
        sample.xml("course/inforef.xml", "<inforef><userref><user><id>999999</id></user></userref></inforef>");
        ArchiveVerification verification = verify(sample.zip());
        assertThat(verification.good()).isTrue();
        assertThat(verification.warnings()).isEmpty();
        assertThat(verification.findings())
                .singleElement()
                .asString()
                .startsWith("note:")
                .contains("999999");
        assertNotGood(verify(sample.xml("users.xml", "<users>\n</users>").zip()), "users.xml is empty");
    }

    @Test
    void an_activity_that_the_index_does_not_name_is_a_warning() {
        sample.xml("activities/url_99/module.xml", "<module/>");
        assertThat(verify(sample.zip()).warnings()).singleElement().asString().contains("activities/url_99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "<a></b>",
                "<a>\u0001</a>",
                "<a>&nbsp;</a>",
                "",
                "<a/><b/>",
                "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>",
                "<a><!-- x --></a>",
                "<a id='x'></a>x"
            })
    void a_document_that_does_not_parse_is_an_error(String xml) {
        assertNotGood(verify(sample.xml("badges.xml", xml).zip()), "badges.xml can't be read");
    }

    @Test
    void invalid_utf8_is_an_error_and_an_id_that_is_none_too() {
        byte[] invalid = "<a>\u00e4</a>".getBytes(StandardCharsets.ISO_8859_1);
        assertNotGood(verify(sample.put("badges.xml", invalid).zip()), "badges.xml can't be read");
        assertNotGood(
                verify(sample.xml("users.xml", "<users><user id=\"x\"/></users>")
                        .zip()),
                "users.xml can't be read");
    }

    @Test
    void documents_made_to_fill_the_memory_are_refused() {
        sample.xml("badges.xml", "<a>".repeat(1_000));
        sample.xml("completion.xml", "<a b=\"" + "x".repeat(100_000) + "\"/>");
        ArchiveVerification verification = verify(sample.zip());
        assertNotGood(verification, "nested more than 200");
        assertNotGood(verification, "markup of more than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.xml", "/etc/evil", "course/../../evil.xml", "C:evil"})
    void paths_that_lead_out_are_errors(String name) {
        assertNotGood(verify(sample.xml(name, "<a/>").zip()), "leads out");
        assertThat(folder.getParent().resolve("evil.xml")).doesNotExist();
    }

    @Test
    void a_path_with_a_backslash_is_an_error() {
        assertThat(verify(sample.xml("course\\..\\evil.xml", "<a/>").zip()).good())
                .isFalse();
    }

    @Test
    void a_link_in_a_tgz_is_an_error() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry link = new TarArchiveEntry("files.xml", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertNotGood(verify(bytes.toByteArray()), "link or a device");
    }

    @Test
    void text_that_steers_terminals_is_made_harmless() {
        assertThat(verify(sample.xml("activities/\u001b[2J\u202e/x.xml", "<a>").zip())
                        .findings()
                        .toString())
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
    }

    @Test
    void a_ruined_archive_gives_a_short_list() {
        sample.entries.replaceAll((name, content) -> "?".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 200; i++) {
            sample.xml("activities/x_" + i + "/x.xml", "<");
        }
        assertThat(verify(sample.zip()).findings())
                .hasSizeLessThan(120)
                .last()
                .asString()
                .contains("more of these");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PK\u0003\u0004", "\u001f\u008b", "hello, this is a text file, not an archive"})
    void what_is_no_archive_is_said_in_words(String content) {
        assertThat(verify(content.getBytes(StandardCharsets.ISO_8859_1)).errors())
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).doesNotContain("Exception"));
    }

    @Test
    void a_missing_file_and_a_folder_are_said_in_words() {
        assertNotGood(new VerifyArchive().verify(folder.resolve("none.mbz")), "no such file");
        assertNotGood(new VerifyArchive().verify(folder), "can't be opened");
    }

    private ArchiveVerification verify(byte[] archive) {
        return new VerifyArchive().verify(SampleArchive.write(folder.resolve("a.mbz"), archive));
    }

    private static ArchiveVerification check(Path archive, Set<String> knownMissing) throws IOException {
        Findings findings = new Findings();
        ArchiveCheck check;
        try (ZipContents contents = new ZipContents(archive)) {
            check = new ArchiveCheck(
                    findings, Optional.of(CentralDirectory.of(archive, contents, findings)), Optional.empty());
        }
        try (var zip = new java.util.zip.ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                check.entry(entry.getName(), zip);
            }
        }
        return check.finish(archive.toString(), knownMissing);
    }

    static void assertNotGood(ArchiveVerification verification, String because) {
        assertThat(verification.good()).as("good although %s", because).isFalse();
        assertThat(verification.errors()).anySatisfy(error -> assertThat(error).contains(because));
        assertThat(verification.summary()).startsWith("NOT GOOD");
    }
}
