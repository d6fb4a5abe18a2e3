package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.Result;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.FakeCloner;

import static org.assertj.core.api.Assertions.assertThat;

/** Nights whose archives share contents with those of the night before, whatever happens to these meanwhile. */
class SharedNightsTest {
    private static final long GARDEN = 2;
    private static final int LARGE = LargeContents.BYTES;
    /** Two of its contents are large. */
    private static final long SHARED = 2 * (LARGE - LARGE % 4096);

    @TempDir
    Path second;

    private final FakeCloner cloner = new FakeCloner();
    private TestSite site;
    private LargeContents inMoodle;
    private String content;

    @BeforeEach
    void firstNight() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.cloner = cloner;
        site.properties.setProperty("keep.last", "0");
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
        inMoodle.put(2, GARDEN);
        cloner.before = source -> !source.startsWith(site.moodle.site().filedir());
        site.start();
        night();
        assertThat(traffic().cloned()).as("nothing to share with yet").isZero();
        assertThat(archive().sha256()).hasSize(64);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void a_second_night_reads_and_writes_only_what_is_not_in_the_archive_of_the_first() throws Exception {
        Instant first = archive().made();
        byte[] before = contentIn(newest());
        Traffic copied = traffic();
        night();

        Traffic traffic = traffic();
        assertThat(traffic.cloned()).isEqualTo(SHARED);
        assertThat(traffic.copied()).isEqualTo(copied.copied() - SHARED);
        assertThat(copied.bytesRead() - traffic.bytesRead()).isGreaterThan(2 * SHARED);
        assertThat(contentIn(newest())).isEqualTo(before);
        assertGood();
        assertThat(archive()).satisfies(row -> {
            assertThat(row.sha256()).as("nobody read it as a whole").isNull();
            assertThat(row.digest()).hasSize(64);
            assertThat(row.checked()).isEqualTo(first);
            assertThat(row.result()).isEqualTo(Result.OK);
        });
        assertThat(site.reader().runs(1, 0).get(0).totals().traffic()).isEqualTo(traffic);
    }

    @Test
    void night_after_night_the_reading_is_that_of_the_first_until_it_is_too_long_ago() throws Exception {
        site.properties.setProperty("verify.cycle-days", "2");
        site.start();
        Instant first = archive().made();
        night();
        assertThat(archive().checked()).isEqualTo(first);
        night();

        assertThat(traffic().cloned()).isEqualTo(SHARED);
        assertThat(archive()).as("shared, and read as a whole").satisfies(row -> {
            assertThat(row.sha256()).hasSize(64);
            assertThat(row.checked()).isNull();
        });
        assertGood();
    }

    @Test
    void with_store_verify_all_everything_is_read_every_night() throws Exception {
        site.properties.setProperty("store.verify", "all");
        site.start();
        night();

        assertThat(traffic().cloned()).isEqualTo(SHARED);
        assertThat(archive().sha256()).hasSize(64);
        assertThat(archive().checked()).isNull();
    }

    @Test
    void an_archive_that_was_never_read_as_a_whole_is_when_it_is_read_again() throws Exception {
        night();
        ArchiveReading.Found found =
                new ArchiveReading(site.key(), site.reader(), site.clock).read(archive(), newest(), () -> false);

        assertThat(found.sound()).as(found.finding()).isTrue();
        assertThat(found.finding()).isNull();
        assertThat(found.sha256()).hasSize(64);

        Damage.alter(newest(), dataAt(newest()) + 100);
        found = new ArchiveReading(site.key(), site.reader(), site.clock).read(archive(), newest(), () -> false);
        assertThat(found.sound()).isFalse();
        assertThat(found.finding()).contains(content);
    }

    @Test
    void bytes_between_its_contents_count_as_well() throws Exception {
        night();
        // the time in the first entry's header, which says nothing and nobody checks
        Damage.alter(newest(), 10);

        VouchedArchive read = VouchedArchive.verify(newest(), site.key().trusted());
        assertThat(read.verification().good()).isTrue();
        assertThat(read.verdict()).isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void an_archive_exchanged_for_one_without_a_manifest_is_found_out_by_the_history() throws Exception {
        night();
        Path earlier = Path.of(archives().get(1).location());
        Files.copy(earlier, newest(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(ManifestFile.of(newest()));

        ArchiveReading.Found found =
                new ArchiveReading(site.key(), site.reader(), site.clock).read(archive(), newest(), () -> false);

        assertThat(found.sound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gone", "cut", "content", "header", "manifest gone", "manifest altered", "manifest of another"})
    void a_last_archive_of_which_anything_is_in_doubt_is_not_shared_with(String harm) throws Exception {
        Path last = newest();
        switch (harm) {
            case "gone" -> Files.delete(last);
            case "cut" -> Damage.cut(last);
            case "content" -> Damage.alter(last, dataAt(last) + 5_000);
            case "header" -> Damage.rot(last, 12);
            case "manifest gone" -> Files.delete(ManifestFile.of(last));
            case "manifest altered" -> Damage.alter(ManifestFile.of(last), 100);
            default -> {
                night();
                Files.copy(
                        ManifestFile.of(last),
                        ManifestFile.of(newest()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        int before = cloner.cloned.size();
        night();

        assertThat(cloner.cloned).hasSize(before);
        assertThat(traffic().cloned()).isZero();
        assertThat(archive().sha256()).hasSize(64);
        assertGood();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update archive set digest = null",
                "update archive set digest = 'wrong'",
                "update archive set stamp = null",
                "update archive set stamp = '1 2 3'",
                "update archive set damaged = 1",
                "update archive set removed = 1",
                "delete from archive"
            })
    void without_what_the_history_knows_of_it_all_is_read_and_copied(String lost) throws Exception {
        new JdbcTemplate(site.pools.history()).update(lost);
        night();

        assertThat(traffic().cloned()).isZero();
        assertThat(archive().sha256()).hasSize(64);
        assertGood();
    }

    @Test
    void what_another_key_has_signed_is_not_shared_with() throws Exception {
        Files.delete(site.settings().target().manifestKey());
        Files.delete(site.settings().target().manifestKey().resolveSibling("manifest.pub"));
        site.start();
        night();

        assertThat(traffic().cloned()).isZero();
        assertGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "cut", "content"})
    void a_last_archive_that_is_harmed_while_it_is_shared_with_costs_nothing_but_time(String harm) throws Exception {
        Path last = newest();
        int before = cloner.calls;
        cloner.before = source -> {
            if (source.equals(last) && cloner.calls == before + 2) {
                switch (harm) {
                    case "gone" -> Files.delete(last);
                    case "cut" -> Damage.cut(last);
                    default -> Damage.alter(last, dataAt(last) + 5_000);
                }
            }
            return source.equals(last);
        };
        night();

        assertThat(archive().runId()).isNotEqualTo(archives().get(1).runId());
        assertThat(traffic().cloned()).isZero();
        assertThat(archive().sha256()).hasSize(64);
        assertGood();
    }

    @Test
    void rot_that_only_reading_finds_fails_the_course_with_words_and_the_next_attempt_takes_the_pool()
            throws Exception {
        site.properties.setProperty("store.verify", "all");
        site.start();
        Path last = newest();
        Damage.rot(last, dataAt(last) + 5_000);
        night();

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        Outcome failed = site.reader().ofCourse(GARDEN, 1, 0).get(0);
        assertThat(failed.ending().reason())
                .contains("content does not match its name", last.toString(), "is damaged now", "Check that disk");
        assertThat(archive().damaged()).isNotNull();
        assertThat(site.reader().course(GARDEN).orElseThrow().good().exists()).isFalse();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(last.toString()));

        night();
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertThat(traffic().cloned()).isZero();
        assertGood();
    }

    @Test
    void if_what_was_shared_is_not_what_it_was_nothing_is_shared_with_that_archive_again() throws Exception {
        site.properties.setProperty("store.verify", "all");
        site.start();
        cloner.lies = true;
        night();
        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(archive().damaged()).as("it is sound").isNull();

        night();
        assertThat(traffic().cloned()).isZero();
        assertGood();
    }

    @Test
    void a_content_that_was_replaced_in_the_pool_does_not_get_in_by_being_shared() throws Exception {
        cloner.before = source -> source.startsWith(site.moodle.site().filedir());
        Files.write(inMoodle.file(content), LargeContents.noise(99));
        night();

        assertThat(site.statuses()).containsEntry(GARDEN, "4");
        assertThat(site.reader().warnings(archive().runId(), GARDEN)).anyMatch(words -> words.contains(content));
        assertThat(traffic().cloned()).isEqualTo(SHARED / 2);
        assertThat(archive().sha256()).hasSize(64);
    }

    @Test
    void a_target_that_becomes_full_while_contents_are_shared_fails_the_course_as_a_full_one() throws Exception {
        site.properties.setProperty("run.wait-minutes", "0");
        site.start();
        cloner.before = source -> {
            throw new FileSystemException("x.part", null, "No space left on device");
        };
        try {
            night();
        } catch (FlowException givenUp) {
            assertThat(givenUp).hasMessageContaining("full");
        }

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(site.reader().ofCourse(GARDEN, 1, 0).get(0).ending().reason())
                .contains("is full");
        assertThat(site.archives()).hasSize(1).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void whoever_does_not_want_it_or_encrypts_shares_nothing() throws Exception {
        site.properties.setProperty("store.share", "false");
        site.start();
        night();
        assertThat(traffic().cloned()).isZero();

        site.properties.remove("store.share");
        site.properties.setProperty(
                "encrypt.recipients", AgeKeys.in(second, "age.txt").recipient());
        site.start();
        night();
        night();
        assertThat(traffic().cloned()).isZero();
        assertThat(archive().fileName()).endsWith(".age");
        assertThat(archive().digest()).isNull();
        assertThat(archive().sha256()).hasSize(64);
    }

    private void night() throws Exception {
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN), "schedule"));
    }

    private void assertGood() throws Exception {
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        VouchedArchive read = VouchedArchive.verify(newest(), site.key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(read.digest()).isEqualTo(archive().digest());
    }

    private List<ArchiveRow> archives() {
        return site.reader().archives(GARDEN);
    }

    private ArchiveRow archive() {
        return archives().get(0);
    }

    private Path newest() {
        return Path.of(archive().location());
    }

    private Traffic traffic() {
        return site.reader().ofCourse(GARDEN, 1, 0).get(0).measures().traffic();
    }

    private byte[] contentIn(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            return zip.getInputStream(zip.getEntry(name())).readAllBytes();
        }
    }

    private long dataAt(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            return zip.getEntry(name()).getDataOffset();
        }
    }

    private String name() {
        return "files/" + content.substring(0, 2) + "/" + content;
    }
}
