package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** store.layout=shared-pool with a backup.target on a real server: the folder keeps nothing. */
class PoolOnServerIT {
    private static final long GARDEN = 2;

    @TempDir
    Path root;

    private TestSite site;
    private FileServer server;
    private LargeContents inMoodle;
    private String content;

    private void start(Kind kind) throws Exception {
        server = new FileServer(kind, root);
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.properties.setProperty("verify.sample", "100");
        site.properties.setProperty("keep.last", "0");
        site.properties.setProperty("run.wait-minutes", "0");
        site.properties.setProperty("backup.target", server.endpoint());
        site.properties.setProperty("backup.second-target.user", "backup");
        site.properties.setProperty("backup.second-target.password", FileServer.PASSWORD);
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
        site.start();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void archives_and_each_content_once_lie_on_the_server_and_nothing_in_the_folder(Kind kind) throws Exception {
        start(kind);
        night();
        assertThat(pool()).containsExactlyInAnyOrderElementsOf(listed());
        assertGood();
        assertThat(traffic().copied()).isEqualTo(lengths());
        assertThat(traffic().cloned()).isZero();
        for (String each : pool()) {
            Files.setLastModifiedTime(pooled(each), FileTime.from(Instant.EPOCH));
        }
        Set<String> before = pool();
        String more = inMoodle.put(2, GARDEN);
        night();

        assertThat(pool()).containsAll(before).contains(more).hasSize(before.size() + 1);
        for (String each : before) {
            assertThat(Files.getLastModifiedTime(pooled(each)).toInstant()).isEqualTo(Instant.EPOCH);
        }
        assertThat(traffic().copied()).isEqualTo(LargeContents.BYTES);
        assertThat(traffic().cloned()).isEqualTo(lengths() - LargeContents.BYTES);
        assertGood();
        assertThat(here()).isEmpty();
    }

    @Test
    void a_server_that_is_away_fails_the_course_and_leaves_nothing() throws Exception {
        start(Kind.SFTP);
        site.properties.setProperty("backup.second-target.password", "wrong");
        site.start();
        assertThatThrownBy(this::night).hasMessageContaining("backup.target");

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(thin()).isEmpty();
        assertThat(here()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_content_there_is_replaced_from_moodles_pool_when_an_old_archive_is_read(Kind kind) throws Exception {
        start(kind);
        night();
        rot(pooled(content));
        later(Duration.ofDays(15));
        reread();

        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() == null);
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
    }

    @Test
    void one_that_moodle_has_no_more_makes_the_archive_a_damaged_one_and_the_course_due() throws Exception {
        start(Kind.SFTP);
        night();
        rot(pooled(content));
        Files.delete(inMoodle.file(content));
        later(Duration.ofDays(15));
        reread();

        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() != null);
        assertThat(site.reader().archives(GARDEN).get(0).finding()).contains(content);
    }

    @ParameterizedTest
    @EnumSource
    void what_no_archive_there_refers_to_goes_after_its_grace(Kind kind) throws Exception {
        start(kind);
        night();
        Path first = archive();
        night();
        inMoodle.unlink(content);
        night();
        Files.delete(first);
        night();
        assertThat(pooled(content)).as("another archive refers to it").exists();
        Path second = thin().get(0);
        Files.delete(second);
        night();
        night();
        assertThat(pooled(content)).as("within its grace").exists();
        night();

        assertThat(pooled(content)).doesNotExist();
        assertGood();
    }

    @Test
    void a_content_that_has_gone_while_it_was_relied_on_is_brought_there_when_it_is_noticed() throws Exception {
        start(Kind.SFTP);
        night();
        Files.delete(pooled(content));
        for (int night = 0; night < 9; night++) {
            later(Duration.ofDays(1));
            send("direct:sweep-pool");
        }
        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
    }

    @Test
    void after_two_weeks_without_a_listing_it_is_asked_for() throws Exception {
        start(Kind.SFTP);
        site.editRoute("80-notify.camel.yaml", "        - to: direct:sweep-pool\n", "");
        site.start();
        night();
        Files.delete(pooled(content));
        later(Duration.ofDays(14));
        night();

        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
        assertGood();
    }

    private void night() throws Exception {
        later(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN), "schedule"));
    }

    private void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    private void reread() throws Exception {
        later(Duration.ofMinutes(1));
        site.run(new RunRequest(false, true, false, Set.of(3L), "schedule"));
        send("direct:reread");
    }

    private void send(String route) throws Exception {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody(route, null);
        }
    }

    private Traffic traffic() {
        return site.reader().ofCourse(GARDEN, 1, 0).get(0).measures().traffic();
    }

    private Path archive() {
        ArchiveRow newest = site.reader().archives(GARDEN).get(0);
        return server.folder().resolve(newest.fileName());
    }

    /** With the pool beside it, as whoever goes there finds it. */
    private void assertGood() throws Exception {
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        VouchedArchive read = VouchedArchive.verify(archive(), site.key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(ManifestFile.exists(archive())).isTrue();
    }

    private List<String> listed() throws IOException {
        return ThinArchive.contents(archive()).stream().map(ListedContent::sha1).toList();
    }

    private long lengths() throws IOException {
        return ThinArchive.contents(archive()).stream()
                .mapToLong(ListedContent::bytes)
                .sum();
    }

    private List<Path> thin() throws IOException {
        try (Stream<Path> files = Files.list(server.folder())) {
            return files.filter(file -> file.toString().endsWith(".mbz.thin"))
                    .sorted()
                    .toList();
        }
    }

    private Set<String> pool() throws IOException {
        try (Stream<Path> files = Files.walk(server.folder().resolve("pool"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("site.txt"))
                    .toList());
        }
    }

    /** What is left in the folder. */
    private List<String> here() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".run.lock"))
                    .toList();
        }
    }

    private Path pooled(String hash) {
        return LargeContents.place(server.folder().resolve("pool"), hash);
    }

    private static void rot(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
