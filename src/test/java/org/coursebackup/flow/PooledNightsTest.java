package org.coursebackup.flow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.course.ArchiveReading;
import org.coursebackup.history.Announced;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.history.Result;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.run.RunRequest;
import org.coursebackup.settings.Settings;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nights with store.layout=shared-pool, and what happens to the pool between them. */
class PooledNightsTest {
    private static final long GARDEN = 2;
    private static final long BAKERY = 3;
    private static final int LARGE = 300_000;

    @TempDir
    Path elsewhere;

    private TestSite site;
    private String content;

    @BeforeEach
    void firstNight() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("keep.last", "0");
        content = content(1, GARDEN);
        site.start();
        night(GARDEN);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void an_archive_has_its_documents_and_the_pool_each_content_once() throws Exception {
        Path thin = newest(GARDEN);
        assertThat(thin.getFileName().toString()).endsWith(".mbz.thin");
        assertGood(GARDEN);
        List<ListedContent> contents = ThinArchive.contents(thin);
        assertThat(contents).extracting(ListedContent::sha1).contains(content).doesNotHaveDuplicates();
        for (ListedContent each : contents) {
            assertThat(Files.readAllBytes(pooled(each.sha1()))).hasSize((int) each.bytes());
        }
        assertThat(pool())
                .containsExactlyInAnyOrderElementsOf(
                        contents.stream().map(ListedContent::sha1).toList());
        assertThat(Files.size(thin)).isLessThan(LARGE);
        assertThat(traffic(GARDEN).copied())
                .isEqualTo(contents.stream().mapToLong(ListedContent::bytes).sum());
        assertThat(site.archives()).containsExactly(thin.getFileName().toString(), "pool");
        assertThat(site.manifests()).containsExactly(thin.getFileName().toString());
        assertThat(archive(GARDEN).sha256()).hasSize(64);
        assertThat(archive(GARDEN).bytes()).isEqualTo(Files.size(thin));
    }

    @Test
    void nobody_can_take_a_thin_archive_for_a_complete_one() throws Exception {
        Path thin = newest(GARDEN);
        Path renamed = thin.resolveSibling("renamed.mbz");
        Files.copy(thin, renamed);

        try (ZipFile zip = new ZipFile(thin.toFile())) {
            assertThat(zip.getEntry("moodle_backup.xml"))
                    .as("by which Moodle knows a backup")
                    .isNull();
        }
        assertThat(new VerifyArchive().verify(renamed).errors()).anyMatch(error -> error.contains("thin archive"));
    }

    @Test
    void a_complete_archive_made_of_it_has_the_entries_of_one_that_was_made_whole() throws Exception {
        Path whole = elsewhere.resolve("whole.mbz");
        WholeArchive.write(newest(GARDEN), whole);
        Path again = elsewhere.resolve("again.mbz");
        WholeArchive.write(newest(GARDEN), again);
        assertThat(again).hasSameBinaryContentAs(whole);
        assertThat(new VerifyArchive().verify(whole).findings()).isEmpty();
        site.properties.setProperty("store.layout", "archives");
        site.start();
        site.run(request(GARDEN));
        Path made = newest(GARDEN);
        assertThat(made.getFileName().toString()).endsWith(".mbz");

        Map<String, String> entries = hashes(made);
        Map<String, String> assembled = hashes(whole);
        assertThat(assembled.keySet()).isEqualTo(entries.keySet());
        // it has the archive's name, and an id that no other has
        entries.remove("moodle_backup.xml");
        assembled.remove("moodle_backup.xml");
        assertThat(assembled).isEqualTo(entries);
        assertThat(names(whole)).isEqualTo(names(made));
    }

    @Test
    void a_second_night_reads_and_writes_only_what_is_new() throws Exception {
        Set<String> before = pool();
        String more = content(2, GARDEN);
        night(GARDEN);

        assertThat(traffic(GARDEN).copied()).isEqualTo(LARGE);
        assertThat(traffic(GARDEN).cloned()).isGreaterThan(LARGE);
        assertThat(pool()).containsAll(before).contains(more).hasSize(before.size() + 1);
        assertGood(GARDEN);
        assertThat(site.reader().runs(1, 0).get(0).totals().traffic()).isEqualTo(traffic(GARDEN));

        night(GARDEN);
        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isZero();
    }

    @Test
    void two_courses_have_a_content_in_common() throws Exception {
        int before = pool().size();
        link(content, BAKERY);
        night(BAKERY);

        assertThat(ThinArchive.contents(newest(BAKERY)))
                .extracting(ListedContent::sha1)
                .contains(content);
        assertThat(traffic(BAKERY).cloned()).isGreaterThanOrEqualTo(LARGE);
        assertThat(traffic(BAKERY).copied() + traffic(BAKERY).cloned())
                .isEqualTo(ThinArchive.contents(newest(BAKERY)).stream()
                        .mapToLong(ListedContent::bytes)
                        .sum());
        assertThat(pool().size()).isGreaterThanOrEqualTo(before);
        assertGood(BAKERY);
        assertGood(GARDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "cut", "content", "empty"})
    void a_content_that_was_harmed_is_replaced_by_that_of_moodles_pool_and_all_archives_are_good_again(String harm)
            throws Exception {
        Path first = newest(GARDEN);
        harm(pooled(content), harm);
        assertThat(new VerifyArchive().verify(first).good()).isFalse();
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertGood(GARDEN);
        assertThat(VouchedArchive.verify(first, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        if (!harm.equals("gone")) {
            assertThat(site.flow.notices())
                    .anyMatch(
                            notice -> notice.contains(content) && notice.contains("replaced by that of Moodle's pool"));
            assertThat(aside(content)).exists();
        }
    }

    @Test
    void a_content_is_read_again_after_so_many_days_or_when_it_was_touched() throws Exception {
        site.properties.setProperty("verify.cycle-days", "3");
        site.start();
        night(GARDEN);
        assertThat(readOfContents()).isZero();
        Files.setLastModifiedTime(pooled(content), FileTime.fromMillis(1_000_000));
        night(GARDEN);
        assertThat(readOfContents()).isEqualTo(LARGE);
        night(GARDEN);
        assertThat(readOfContents()).isEqualTo(traffic(GARDEN).cloned() - LARGE).isPositive();
        assertThat(traffic(GARDEN).copied()).isZero();
    }

    @Test
    void rot_that_leaves_no_trace_is_found_when_the_time_has_come_and_replaced() throws Exception {
        site.properties.setProperty("verify.cycle-days", "3");
        site.start();
        rot(pooled(content));
        night(GARDEN);
        assertThat(readOfContents()).as("relied on").isZero();
        night(GARDEN);
        night(GARDEN);
        night(GARDEN);

        assertGood(GARDEN);
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
        assertThat(VouchedArchive.verify(Path.of(archives(GARDEN).get(3).location()), key().trusted())
                        .verdict())
                .isEqualTo(Verdict.VOUCHED);
    }

    @Test
    void without_the_history_all_of_the_pool_is_read_and_nothing_is_written() throws Exception {
        new JdbcTemplate(site.pools.history()).update("delete from pool_content");
        night(GARDEN);

        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isEqualTo(traffic(GARDEN).cloned());
        assertGood(GARDEN);
    }

    @Test
    void reading_old_archives_again_finds_a_wrong_content_and_replaces_it() throws Exception {
        rot(pooled(content));
        later(Duration.ofDays(40));
        ArchiveReading.Found found = reading().read(archive(GARDEN), newest(GARDEN), () -> false);

        assertThat(found.sound()).as(found.finding()).isTrue();
        assertThat(Files.readAllBytes(pooled(content))).isEqualTo(noise(1));
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
    }

    @Test
    void one_that_moodle_does_not_have_any_more_makes_its_archives_damaged_until_it_is_back() throws Exception {
        byte[] good = Files.readAllBytes(moodles(content));
        rot(pooled(content));
        Files.delete(moodles(content));
        later(Duration.ofDays(40));

        ArchiveReading.Found found = reading().read(archive(GARDEN), newest(GARDEN), () -> false);
        assertThat(found.sound()).isFalse();
        assertThat(found.finding()).contains(content, "is damaged in the pool");
        Path whole = elsewhere.resolve("whole.mbz");
        assertThatThrownBy(() -> WholeArchive.write(newest(GARDEN), whole)).hasMessageContaining(content);
        assertThat(whole).doesNotExist();

        Files.write(moodles(content), good);
        assertThat(reading().read(archive(GARDEN), newest(GARDEN), () -> false).sound())
                .isTrue();
    }

    @Test
    void a_content_that_is_wrong_in_moodles_pool_does_not_get_in() throws Exception {
        String other = content(3, GARDEN);
        Files.write(moodles(other), noise(4));
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "4");
        assertThat(pool()).doesNotContain(other);
        assertThat(parts()).isEmpty();
        assertThat(ThinArchive.contents(newest(GARDEN)))
                .extracting(ListedContent::sha1)
                .contains(content)
                .doesNotContain(other);
    }

    @Test
    void without_the_pool_step_no_archive_is_published() throws Exception {
        site.editRoute("30-course.camel.yaml", "        - to: direct:pool\n", "");
        site.start();
        content(5, GARDEN);
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(site.reader().ofCourse(GARDEN, 1, 0).get(0).ending().reason())
                .contains("direct:pool");
        assertThat(archives(GARDEN)).hasSize(1);
        assertThat(parts()).isEmpty();
    }

    @Test
    void nor_is_one_that_nobody_reads_back() throws Exception {
        site.editRoute("30-course.camel.yaml", "        - to: direct:pool\n        - to: direct:verify\n", "");
        site.start();
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(site.reader().ofCourse(GARDEN, 1, 0).get(0).ending().reason())
                .contains("direct:pool");
    }

    @Test
    void what_no_archive_refers_to_goes_after_its_grace_and_not_before() throws Exception {
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.start();
        unlink(content);
        night(GARDEN);
        assertThat(archives(GARDEN)).filteredOn(row -> row.removed() == null).hasSize(1);
        assertThat(pooled(content)).as("seen for the first time").exists();
        night(GARDEN);
        assertThat(pooled(content)).exists();
        night(GARDEN);

        assertThat(pooled(content)).doesNotExist();
        assertGood(GARDEN);
    }

    @Test
    void without_grace_it_goes_at_once_and_a_pin_keeps_it() throws Exception {
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("store.pool.grace-days", "0");
        site.start();
        Files.writeString(newest(GARDEN).resolveSibling(newest(GARDEN).getFileName() + ".pin"), "for the audit");
        unlink(content);
        night(GARDEN);
        assertThat(pooled(content)).as("its archive is pinned").exists();
        Files.delete(Path.of(archives(GARDEN).get(1).location() + ".pin"));
        night(GARDEN);

        assertThat(pooled(content)).doesNotExist();
        assertGood(GARDEN);
    }

    @Test
    void one_that_is_needed_again_within_its_grace_stays() throws Exception {
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.start();
        unlink(content);
        night(GARDEN);
        // in runs so soon after it that nothing is swept
        link(content, GARDEN);
        later(Duration.ofHours(2));
        site.run(request(GARDEN));
        unlink(content);
        later(Duration.ofHours(2));
        site.run(request(GARDEN));
        night(GARDEN);
        night(GARDEN);
        assertThat(pooled(content)).as("the grace began anew").exists();
        night(GARDEN);
        assertThat(pooled(content)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive gone", "archive unreadable"})
    void if_what_one_archive_refers_to_is_not_known_nothing_is_removed_and_it_is_said(String harm) throws Exception {
        site.properties.setProperty("store.pool.grace-days", "0");
        unlink(content);
        site.start();
        night(GARDEN);
        Path first = Path.of(archives(GARDEN).get(1).location());
        Path stray = pooled("ab".repeat(20));
        Files.createDirectories(stray.getParent());
        Files.writeString(stray, "of nobody");
        if (harm.equals("archive gone")) {
            Files.delete(first);
        } else {
            Files.writeString(first, "no zip");
            Files.delete(ManifestFile.of(first));
        }
        night(GARDEN);

        assertThat(pooled(content)).exists();
        assertThat(stray).exists();
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains(first.toString()) && notice.contains("Nothing is removed"));
    }

    @Test
    void of_an_archive_that_cannot_be_read_the_signed_manifest_tells_what_it_refers_to() throws Exception {
        site.properties.setProperty("store.pool.grace-days", "0");
        unlink(content);
        site.start();
        Path first = newest(GARDEN);
        Path stray = pooled("ab".repeat(20));
        Files.createDirectories(stray.getParent());
        Files.writeString(stray, "of nobody");
        Files.writeString(first, "no zip");
        night(GARDEN);

        assertThat(pooled(content)).exists();
        assertThat(stray).doesNotExist();
    }

    @Test
    void what_a_killed_process_left_under_temporary_names_goes_and_what_has_its_name_is_used() throws Exception {
        Path left = site.folder.resolve("backups/pool/.part-7-" + "ab".repeat(20));
        Files.writeString(left, "half");
        // killed between the names of the contents and that of the archive
        String placed = content(6, GARDEN);
        Files.createDirectories(pooled(placed).getParent());
        Files.copy(moodles(placed), pooled(placed));
        night(GARDEN);

        assertThat(left).doesNotExist();
        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isEqualTo(LARGE);
        assertGood(GARDEN);
    }

    @Test
    void an_unchanged_course_gets_a_new_archive_when_a_content_of_its_last_one_is_gone() throws Exception {
        site.properties.setProperty("skip.unchanged", "true");
        site.start();
        site.run(due());
        assertThat(result()).isEqualTo(Result.OK);
        later(Duration.ofDays(2));
        site.run(due());
        assertThat(result()).isEqualTo(Result.UNCHANGED);
        Files.delete(pooled(content));
        later(Duration.ofDays(2));
        site.run(due());

        assertThat(result()).isEqualTo(Result.OK);
        assertGood(GARDEN);
    }

    @Test
    void one_published_just_before_a_kill_counts_if_its_contents_are_there() throws Exception {
        ArchiveRow archive = archive(GARDEN);
        killedBeforeRecording();
        site.flow.tidyUp();

        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertThat(archives(GARDEN))
                .singleElement()
                .extracting(ArchiveRow::location, ArchiveRow::bytes, ArchiveRow::sha256)
                .containsExactly(archive.location(), archive.bytes(), archive.sha256());
    }

    @Test
    void and_does_not_count_if_one_of_them_is_not() throws Exception {
        killedBeforeRecording();
        harm(pooled(content), "content");
        site.flow.tidyUp();

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(archives(GARDEN)).isEmpty();
        assertThat(site.archives()).anyMatch(name -> name.endsWith(".mbz.thin.damaged"));
    }

    private void killedBeforeRecording() {
        Outcome outcome = site.reader().ofCourse(GARDEN, 1, 0).get(0);
        ArchiveRow archive = archive(GARDEN);
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("delete from archive");
        history.update("delete from outcome");
        new History(site.pools.history())
                .announce(new Announced(
                        archive.fileName(),
                        outcome,
                        new OutcomeDetails(List.of(), Map.of(), Map.of(), List.of(), null, archive.sha256()),
                        site.clock.instant().plus(Duration.ofMinutes(30))));
        site.database.update("update mdl_backup_courses set laststatus = '2', lastendtime = 0, nextstarttime = 0"
                + " where courseid = 2");
    }

    @Test
    void an_archive_that_is_made_whole_as_moodles_own_backup_makes_it_stays_so() throws Exception {
        Settings settings = site.settings();
        site.archiver = (course, name, what, part, reference) -> new CourseArchiver(
                        site.pools.content(), settings.moodle().site(), null, site.clock)
                .archive(course, name, what, part, reference);
        site.start();
        night(GARDEN);

        assertThat(archive(GARDEN).fileName()).endsWith(".mbz");
        assertThat(newest(GARDEN)).exists();
        assertGood(GARDEN);
    }

    @Test
    void two_courses_that_are_the_first_with_a_content_at_once_both_have_it() throws Exception {
        String shared = content(7, GARDEN);
        link(shared, BAKERY);
        later(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN, BAKERY), "schedule"));

        assertThat(pool()).contains(shared);
        assertThat(aside(shared)).doesNotExist();
        assertGood(GARDEN);
        assertGood(BAKERY);
    }

    @Test
    void an_archive_found_damaged_for_a_content_is_good_again_once_a_course_has_brought_that_back() throws Exception {
        site.properties.setProperty("verify.sample", "100");
        site.start();
        Path kept = Files.move(moodles(content), elsewhere.resolve(content));
        rot(pooled(content));
        later(Duration.ofDays(40));
        site.run(request(BAKERY));
        reread();
        assertThat(archive(GARDEN).damaged()).isNotNull();
        assertThat(archive(GARDEN).finding()).contains(content);
        assertThat(site.nextStarts()).containsEntry(GARDEN, 0L);
        Files.move(kept, moodles(content));
        night(GARDEN);
        assertThat(archives(GARDEN)).hasSize(2);
        reread();

        assertThat(archives(GARDEN)).allSatisfy(row -> assertThat(row.damaged()).isNull());
        assertGood(GARDEN);
    }

    private void reread() throws IOException {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody("direct:reread", null);
        }
    }

    @Test
    void retention_removes_thin_archives_and_those_of_before() throws Exception {
        site.properties.setProperty("keep.last", "2");
        site.properties.setProperty("store.layout", "archives");
        site.start();
        night(GARDEN);
        site.properties.setProperty("store.layout", "shared-pool");
        site.start();
        night(GARDEN);
        assertThat(site.manifests()).hasSize(2).anyMatch(name -> name.endsWith(".mbz"));
        night(GARDEN);

        assertThat(site.manifests()).hasSize(2).allMatch(name -> name.endsWith(".mbz.thin"));
        assertThat(site.archives()).hasSize(3).contains("pool");
    }

    private void night(long course) throws Exception {
        later(Duration.ofDays(1));
        site.run(request(course));
    }

    private void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    private static RunRequest request(long course) {
        return new RunRequest(false, true, false, Set.of(course), "schedule");
    }

    private static RunRequest due() {
        return new RunRequest(true, false, false, Set.of(), "command");
    }

    private Result result() {
        return site.reader().course(GARDEN).orElseThrow().last().result();
    }

    private void assertGood(long course) throws Exception {
        assertThat(site.statuses()).containsEntry(course, "1");
        VouchedArchive read = VouchedArchive.verify(newest(course), key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(read.sha256()).isEqualTo(archive(course).sha256());
        assertThat(read.digest()).isEqualTo(archive(course).digest());
        assertThat(parts()).isEmpty();
    }

    private ArchiveReading reading() throws Exception {
        TargetPool pool = new TargetPool(site.settings(), site.pools.history(), site.clock);
        return new ArchiveReading(key(), site.reader(), pool::lookup, site.clock);
    }

    private ManifestKey key() throws Exception {
        return new ManifestKey(site.settings().target().manifestKey());
    }

    private List<ArchiveRow> archives(long course) {
        return site.reader().archives(course);
    }

    private ArchiveRow archive(long course) {
        return archives(course).get(0);
    }

    private Path newest(long course) {
        return Path.of(archive(course).location());
    }

    private Traffic traffic(long course) {
        return site.reader().ofCourse(course, 1, 0).get(0).measures().traffic();
    }

    /** Bytes that were read besides the archive's own documents. */
    private long readOfContents() throws IOException {
        long documents;
        try (ZipFile zip = new ZipFile(newest(GARDEN).toFile())) {
            documents = zip.stream().mapToLong(ZipEntry::getSize).sum();
        }
        return traffic(GARDEN).bytesRead() - documents;
    }

    /** What is in the pool under final names. */
    private Set<String> pool() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups/pool"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList());
        }
    }

    private List<String> parts() throws IOException {
        return pool().stream().filter(name -> name.startsWith(".part-")).toList();
    }

    private Path pooled(String hash) {
        return site.folder
                .resolve("backups/pool")
                .resolve(hash.substring(0, 2))
                .resolve(hash.substring(2, 4))
                .resolve(hash);
    }

    private Path aside(String hash) {
        return pooled(hash).resolveSibling(hash + ".damaged");
    }

    private Path moodles(String hash) {
        return site.moodle
                .site()
                .filedir()
                .resolve(hash.substring(0, 2))
                .resolve(hash.substring(2, 4))
                .resolve(hash);
    }

    private static void harm(Path file, String harm) throws IOException {
        switch (harm) {
            case "gone" -> Files.delete(file);
            case "cut" -> Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 1000));
            case "empty" -> Files.write(file, new byte[0]);
            default -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[5_000] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    /** As a disk does it: the time stays. */
    private static void rot(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[5_000] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    private static byte[] noise(int seed) {
        byte[] noise = new byte[LARGE];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static Map<String, String> hashes(Path archive) throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    hashes.put(
                            entry.getName(),
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())));
                }
            }
        }
        return hashes;
    }

    private static List<String> names(Path archive) throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream().forEach(entry -> names.add(entry.getName()));
        }
        return names;
    }

    /** Puts a large file that does not shrink into a course. */
    private String content(int seed, long course) throws Exception {
        byte[] noise = noise(seed);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(noise));
        Files.createDirectories(moodles(hash).getParent());
        Files.write(moodles(hash), noise);
        link(hash, course);
        return hash;
    }

    /** Gives a file of a course that content. */
    private void link(String hash, long course) {
        Long file = site.database.queryForObject(
                "select min(f.id) from mdl_files f join mdl_context c on c.id = f.contextid where f.filename <> '.'"
                        + " and f.referencefileid is null and f.filesize <> ? and (c.path like (select"
                        + " concat(x.path, '/%') from mdl_context x where x.contextlevel = 50 and x.instanceid = ?))"
                        + " and f.component like 'mod_%' and f.filearea in ('content', 'intro', 'attachment')",
                Long.class, LARGE, course);
        site.database.update(
                "update mdl_files set source = contenthash, license = cast(filesize as char(20)), contenthash = ?,"
                        + " filesize = ? where id = ?",
                hash,
                LARGE,
                file);
    }

    /** Gives the file back the content that it had. */
    private void unlink(String hash) {
        site.database.update(
                "update mdl_files set contenthash = source, filesize = cast(trim(license) as bigint), source = null,"
                        + " license = null where contenthash = ?",
                hash);
    }
}
