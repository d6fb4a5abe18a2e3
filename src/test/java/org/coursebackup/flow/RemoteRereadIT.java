package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.GoodArchive;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/** The route 56-reread on real archives in a folder and on a real server, after something happened to them. */
class RemoteRereadIT {
    private static final long GARDEN = 2;

    @TempDir
    Path root;

    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    private boolean encrypted;
    private FileServer server;
    private TestSite site;
    private Flow flow;
    private Path archive;
    private Path copy;

    /** Two courses with an archive and a copy each, more than a cycle ago. */
    private void archives(Kind kind) throws Exception {
        server = new FileServer(kind, root);
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        site.properties.setProperty("backup.second-target", server.endpoint());
        FileServer.logIn(site.properties);
        site.properties.setProperty("verify.sample", "100");
        site.properties.setProperty("keep.last", "2");
        if (encrypted) {
            site.properties.setProperty(
                    "encrypt.recipients", AgeKeys.in(root, "key.txt").recipient());
        }
        flow = site.start();
        site.run(new RunRequest(true, true, false, Set.of(GARDEN, 3L), "command"));
        archive = Path.of(row(false).location());
        copy = server.folder().resolve(archive.getFileName());
        later();
        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict())
                .as("the copy with its manifest")
                .isEqualTo(Verdict.VOUCHED);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void copies_on_servers_are_read_once_in_a_night_and_the_history_remembers(Kind kind) throws Exception {
        archives(kind);

        reread();

        assertThat(site.reader().archives(GARDEN)).hasSize(2).allSatisfy(row -> {
            assertThat(row.checked()).isEqualTo(clock.instant());
            assertThat(row.damaged()).isNull();
            assertThat(row.finding()).isNull();
        });
        assertThat(flow.notices()).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_rotten_copy_on_a_server_is_replaced_by_the_good_archive(Kind kind) throws Exception {
        archives(kind);
        damage(copy, "flipped");

        reread();

        assertThat(copy).hasSameBinaryContentAs(archive);
        assertThat(row(true).damaged()).isNull();
        assertThat(row(true).checked()).isEqualTo(clock.instant());
        assertThat(row(true).finding())
                .contains("another content")
                .contains("replaced by the good copy " + archive)
                .doesNotContain(FileServer.PASSWORD);
        assertThat(flow.notices()).singleElement().asString().contains(row(true).location());
        assertThat(nextStart()).isPositive();
        assertThat(leftovers()).isEmpty();
        if (kind != Kind.S3) {
            assertThat(copy.resolveSibling(copy.getFileName() + ".damaged"))
                    .as("evidence")
                    .exists();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_copy_that_is_cut_short_or_gone_is_replaced(Kind kind) throws Exception {
        archives(kind);
        damage(copy, "truncated");
        Path other = server.folder()
                .resolve(Path.of(site.reader().archives(3).get(0).location()).getFileName());
        Files.delete(other);

        reread();

        assertThat(copy).hasSameBinaryContentAs(archive);
        assertThat(row(true).finding()).contains("bytes instead of");
        assertThat(other).exists();
        assertThat(VouchedArchive.verify(other, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_rotten_archive_is_replaced_by_the_good_copy_on_a_server(Kind kind) throws Exception {
        archives(kind);
        byte[] good = Files.readAllBytes(archive);
        damage(archive, "flipped");

        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(VouchedArchive.verify(archive, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row(false).damaged()).isNull();
        assertThat(row(false).finding())
                .contains("replaced by the good copy " + row(true).location());
        assertThat(archive.resolveSibling(archive.getFileName() + ".damaged")).exists();
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_archive_that_is_gone_comes_back_from_the_server_with_its_manifest(Kind kind) throws Exception {
        archives(kind);
        byte[] good = Files.readAllBytes(archive);
        Files.delete(archive);
        Files.delete(ManifestFile.of(archive));

        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(VouchedArchive.verify(archive, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void rot_in_both_places_is_named_and_makes_the_course_due(Kind kind) throws Exception {
        archives(kind);
        damage(archive, "flipped");
        damage(copy, "flipped");

        reread();

        assertThat(row(false).damaged()).isEqualTo(clock.instant());
        assertThat(row(false).finding()).contains("without a good copy").contains("is damaged, too");
        assertThat(row(true).damaged()).isEqualTo(clock.instant());
        assertThat(site.reader().course(GARDEN).orElseThrow().good()).isEqualTo(GoodArchive.NONE);
        assertThat(nextStart()).isZero();
        assertThat(archive).exists();
        assertThat(copy).exists();
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_manifest_on_a_server_that_does_not_vouch_is_written_anew(Kind kind) throws Exception {
        archives(kind);
        Path manifest = ManifestFile.of(copy);
        Files.writeString(manifest, Files.readString(manifest).replace("users.xml", "losers.xml"));

        reread();

        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row(true).damaged()).isNull();
        assertThat(row(true).finding()).contains("manifest").contains("written anew");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_copy_from_before_there_were_manifests_is_fetched_read_completely_and_gets_one(Kind kind) throws Exception {
        archives(kind);
        new JdbcTemplate(site.pools.history()).update("update archive set sha256 = null");
        Files.delete(ManifestFile.of(archive));
        Files.delete(archive);
        Files.delete(ManifestFile.of(copy));

        reread();

        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row(true).sha256()).hasSize(64);
        assertThat(row(true).damaged()).isNull();
        assertThat(archive).as("repaired from it").hasSameBinaryContentAs(copy);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void encrypted_archives_are_compared_and_repaired_without_a_key() throws Exception {
        encrypted = true;
        archives(Kind.SFTP);
        assertThat(copy.toString()).endsWith(".mbz.age");
        byte[] good = Files.readAllBytes(archive);
        damage(copy, "flipped");
        Path manifest = ManifestFile.of(copy);
        Files.writeString(manifest, Files.readString(manifest).replace("users.xml", "losers.xml"));

        reread();

        assertThat(copy).hasBinaryContent(good);
        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);

        later();
        damage(archive, "flipped");
        Files.delete(manifest);
        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_line_that_is_cut_in_the_middle_says_nothing_about_the_archive() throws Exception {
        archives(Kind.SFTP);
        server.cutReading(true);

        reread();

        assertThat(row(false).checked()).as("in the folder").isNotNull();
        assertThat(row(true).checked()).isNull();
        assertThat(row(true).damaged()).isNull();
        assertThat(row(true).removed()).isNull();
        assertThat(nextStart()).isPositive();
        assertThat(leftovers()).isEmpty();

        server.cutReading(false);
        clock.advance(Duration.ofHours(24));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));
        reread();
        assertThat(row(true).checked()).isEqualTo(clock.instant());
    }

    @Test
    void a_repair_whose_line_is_cut_leaves_everything_as_it_was_and_is_done_another_night() throws Exception {
        archives(Kind.SFTP);
        byte[] good = Files.readAllBytes(archive);
        damage(archive, "flipped");
        byte[] damaged = Files.readAllBytes(archive);
        server.cutReading(true);

        reread();

        assertThat(archive).hasBinaryContent(damaged);
        assertThat(row(false).finding()).contains("could not be fetched");
        assertThat(leftovers()).isEmpty();

        server.cutReading(false);
        later();
        reread();
        assertThat(archive).hasBinaryContent(good);
        assertThat(row(false).damaged()).isNull();
    }

    @Test
    void what_a_server_does_not_keep_as_it_was_sent_takes_the_place_of_nothing() throws Exception {
        archives(Kind.SFTP);
        damage(copy, "flipped");
        byte[] damaged = Files.readAllBytes(copy);
        server.spoil(true);

        reread();

        assertThat(copy).hasBinaryContent(damaged);
        assertThat(row(true).damaged()).isNotNull();
        assertThat(row(true).finding()).contains("what was read back there is not what was sent");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_server_that_is_away_keeps_nothing_else_from_being_read() throws Exception {
        archives(Kind.SFTP);
        server.close();

        reread();

        assertThat(row(false).checked()).isNotNull();
        assertThat(row(true).checked()).isNull();
        assertThat(row(true).damaged()).isNull();
        assertThat(row(true).removed()).isNull();
    }

    @Test
    void another_folder_on_the_server_is_not_taken_for_lost_archives() throws Exception {
        archives(Kind.SFTP);
        Path away = root.resolve("away");
        Files.move(server.folder(), away);
        Files.createDirectory(server.folder());

        reread();

        assertThat(row(true).checked()).isNull();
        assertThat(row(true).removed()).isNull();
        assertThat(row(true).damaged()).isNull();
    }

    @Test
    void a_server_that_falls_silent_does_not_keep_a_run_waiting() throws Exception {
        archives(Kind.SFTP);
        CountDownLatch over = new CountDownLatch(1);
        server.silentUntil(over);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<?> reading = reader.submit(() -> {
                reread();
                return null;
            });
            Until.holds("it is being read", () -> server.read().stream().anyMatch(name -> name.endsWith(".mbz")));
            long begun = System.nanoTime();

            site.run(new RunRequest(true, true, false, Set.of(4L), "command"));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
            over.countDown();
            reading.get(60, TimeUnit.SECONDS);
            assertThat(row(true).checked()).isNull();
            assertThat(row(true).damaged()).isNull();
        } finally {
            over.countDown();
            reader.shutdownNow();
        }
    }

    @Test
    void a_server_on_which_nothing_can_be_renamed_keeps_its_rotten_copy_and_nothing_more() throws Exception {
        archives(Kind.SFTP);
        damage(copy, "flipped");
        server.appendOnly();
        site.properties.setProperty("backup.second-target", server.endpoint().replace("&tempPrefix=.copying-", ""));
        flow = site.start();
        List<Path> before = files(server.folder());

        reread();

        assertThat(row(true).damaged()).isNotNull();
        assertThat(row(true).finding()).contains("is good, but could not be put in its place");
        assertThat(files(server.folder())).isEqualTo(before);
    }

    /**
     * What is in the folder of archives is cleared away by the next start; what is on the server by the next repair.
     */
    @Test
    void what_a_kill_left_behind_is_cleared_away() throws Exception {
        archives(Kind.SFTP);
        Path fetched = Files.createDirectory(archive.resolveSibling(".spool-reread-1"));
        Files.copy(archive, fetched.resolve(archive.getFileName()));
        Path half = server.folder().resolve(".publishing-" + archive.getFileName());
        Files.write(half, Arrays.copyOf(Files.readAllBytes(archive), 100));
        damage(copy, "flipped");

        reread();
        site.run(new RunRequest(true, true, false, Set.of(4L), "command"));

        assertThat(copy).hasSameBinaryContentAs(archive);
        assertThat(leftovers()).isEmpty();
    }

    /** Between the two renames of a repair there is nothing under the name. */
    @Test
    void a_repair_on_a_server_that_was_killed_between_its_renames_is_done_by_the_next_reading() throws Exception {
        archives(Kind.SFTP);
        Files.move(copy, copy.resolveSibling(copy.getFileName() + ".damaged"));
        Files.copy(archive, server.folder().resolve(".publishing-" + archive.getFileName()));

        reread();

        assertThat(copy).hasSameBinaryContentAs(archive);
        assertThat(leftovers()).isEmpty();
    }

    private void later() throws Exception {
        clock.advance(Duration.ofDays(40));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));
    }

    private static void damage(Path file, String how) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        if (how.equals("truncated")) {
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        } else {
            whole[whole.length / 2] ^= 1;
            Files.write(file, whole);
        }
    }

    private void reread() throws Exception {
        try (ProducerTemplate producer = flow.context().createProducerTemplate()) {
            producer.sendBody("direct:reread", null);
        }
    }

    private ArchiveRow row(boolean remote) {
        return site.reader().archives(GARDEN).stream()
                .filter(row -> row.result() == Result.OK)
                .filter(row -> row.location().startsWith("/") != remote)
                .reduce((newer, older) -> older)
                .orElseThrow();
    }

    private List<Path> leftovers() throws IOException {
        return Stream.of(archive.getParent(), server.folder())
                .flatMap(folder -> files(folder).stream())
                .filter(file -> file.getFileName().toString().startsWith("."))
                .filter(file -> !file.getFileName().toString().equals(".run.lock"))
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private long nextStart() {
        return site.nextStarts().get(GARDEN);
    }

    private ManifestKey key() {
        return new ManifestKey(site.folder.resolve("data/manifest.key"));
    }
}
