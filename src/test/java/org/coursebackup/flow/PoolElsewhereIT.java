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
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.history.ArchiveRow;
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

/** store.layout=shared-pool with a second target: a folder, and real servers. */
class PoolElsewhereIT {
    private static final long GARDEN = 2;

    /** Where copies go. */
    enum Place {
        FOLDER,
        SFTP,
        FTP,
        S3
    }

    @TempDir
    Path root;

    private TestSite site;
    private FileServer server;
    private Path there;
    private LargeContents inMoodle;
    private String content;

    private void start(Place place) throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("verify.sample", "100");
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("backup.second-target", endpoint(place));
        site.properties.setProperty("backup.second-target.user", "backup");
        site.properties.setProperty("backup.second-target.password", FileServer.PASSWORD);
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
        site.start();
    }

    private String endpoint(Place place) throws Exception {
        if (place == Place.FOLDER) {
            there = Files.createDirectory(root.resolve("nas"));
            return "file:" + there + "?autoCreate=false&tempPrefix=.copying-&fileExist=Override";
        }
        server = new FileServer(Kind.valueOf(place.name()), root);
        there = server.folder();
        return server.endpoint();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void copies_have_their_contents_beside_them_each_brought_there_once(Place place) throws Exception {
        start(place);
        night();
        assertThat(pool()).containsExactlyInAnyOrderElementsOf(listed());
        assertGood();
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
        assertGood();
        assertThat(strays()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void without_a_content_no_copy_is_made_and_it_is_tried_again(Place place) throws Exception {
        start(place);
        site.properties.setProperty("backup.second-target.password", "wrong");
        if (place == Place.FOLDER) {
            Files.move(there, root.resolve("away"));
        }
        site.start();
        night();
        Path here = pooledHere(content);
        byte[] good = Files.readAllBytes(here);
        Files.writeString(here, "rotten");
        Files.delete(inMoodle.file(content));
        if (place == Place.FOLDER) {
            Files.move(root.resolve("away"), there);
        }
        site.properties.setProperty("backup.second-target.password", FileServer.PASSWORD);
        site.start();
        later(Duration.ofHours(1));
        send("direct:copy");
        assertThat(copies()).isEmpty();

        Files.write(here, good);
        later(Duration.ofHours(1));
        send("direct:copy");
        assertThat(copies()).hasSize(1);
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_history_that_knows_nothing_of_the_place_has_its_contents_read_and_nothing_written(Place place)
            throws Exception {
        start(place);
        night();
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("delete from place_content");
        Files.setLastModifiedTime(pooled(content), FileTime.from(Instant.EPOCH));
        night();

        assertThat(Files.getLastModifiedTime(pooled(content)).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(history.queryForObject("select count(*) from place_content", Integer.class))
                .isEqualTo(pool().size());
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_wrong_one_of_the_right_length_that_nobody_has_read_is_replaced(Place place) throws Exception {
        start(place);
        night();
        new JdbcTemplate(site.pools.history()).update("delete from place_content");
        rot(pooled(content));
        night();

        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertGood();
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_content_there_is_replaced_when_an_old_copy_is_read(Place place) throws Exception {
        start(place);
        night();
        rot(pooled(content));
        later(Duration.ofDays(15));
        reread();

        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() == null);
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains(content) && notice.contains("brought there"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void one_that_nobody_has_any_more_makes_the_copy_a_damaged_one(Place place) throws Exception {
        start(place);
        night();
        Files.delete(pooled(content));
        Files.delete(pooledHere(content));
        Files.delete(inMoodle.file(content));
        later(Duration.ofDays(15));
        reread();

        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() != null);
        assertThat(copy().finding()).contains(content);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_content_here_is_replaced_from_there_if_moodle_has_it_no_more(Place place) throws Exception {
        start(place);
        night();
        rot(pooledHere(content));
        Files.delete(inMoodle.file(content));
        later(Duration.ofDays(15));
        reread();

        assertThat(pooledHere(content)).hasSameBinaryContentAs(pooled(content));
        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() == null);
        assertThat(leftHere()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_damaged_copy_is_replaced_and_its_contents_stay(Place place) throws Exception {
        start(place);
        night();
        Path copied = there.resolve(copies().get(0));
        rot(copied);
        later(Duration.ofDays(15));
        reread();

        assertThat(copied).hasSameBinaryContentAs(newest());
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_damaged_archive_is_replaced_by_its_copy(Place place) throws Exception {
        start(place);
        night();
        rot(newest());
        later(Duration.ofDays(15));
        reread();

        assertThat(newest()).hasSameBinaryContentAs(there.resolve(copies().get(0)));
        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() == null);
    }

    @ParameterizedTest
    @EnumSource
    void what_no_copy_refers_to_goes_after_its_grace_and_not_before(Place place) throws Exception {
        tidied(place);
        inMoodle.unlink(content);
        night();
        night();
        assertThat(copies()).hasSize(1);
        assertThat(pooled(content)).as("its copy went last night").exists();
        night();
        assertThat(pooled(content)).as("within its grace").exists();
        night();

        assertThat(pooled(content)).doesNotExist();
        assertThat(pooledHere(content)).doesNotExist();
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void by_default_nothing_is_removed_there(Place place) throws Exception {
        start(place);
        night();
        inMoodle.unlink(content);
        for (int night = 0; night < 12; night++) {
            night();
        }
        assertThat(pooledHere(content)).doesNotExist();
        assertThat(pooled(content)).exists();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void if_what_a_copy_refers_to_cannot_be_read_nothing_is_removed_and_it_is_said(Place place) throws Exception {
        tidied(place);
        Path stranger = there.resolve("somebody.mbz.thin");
        Files.writeString(stranger, "no zip");
        inMoodle.unlink(content);
        for (int night = 0; night < 8; night++) {
            night();
        }
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains("somebody.mbz.thin") && notice.contains("nothing is removed"));

        Files.delete(stranger);
        night();
        night();
        night();
        night();
        assertThat(pooled(content)).doesNotExist();
        assertThat(site.flow.notices()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void copies_that_the_history_does_not_know_count_by_their_own_lists(Place place) throws Exception {
        tidied(place);
        Path strangers = there.resolve("somebody.mbz.thin");
        Files.copy(newest(), strangers);
        inMoodle.unlink(content);
        for (int night = 0; night < 8; night++) {
            night();
        }
        assertThat(pooled(content)).exists();

        Files.delete(strangers);
        for (int night = 0; night < 4; night++) {
            night();
        }
        assertThat(pooled(content)).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void where_most_copies_are_not_there_nothing_is_removed(Place place) throws Exception {
        tidied(place);
        night();
        Path hidden = Files.createDirectory(root.resolve("hidden"));
        inMoodle.unlink(content);
        night();
        for (String copy : copies()) {
            Files.move(there.resolve(copy), hidden.resolve(copy));
        }
        send("direct:sweep-pool");
        later(Duration.ofDays(4));
        send("direct:sweep-pool");
        later(Duration.ofDays(4));
        send("direct:sweep-pool");

        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("another place"));
    }

    @ParameterizedTest
    @EnumSource
    void what_has_gone_is_noticed_by_the_listing_and_brought_there_again(Place place) throws Exception {
        start(place);
        night();
        Files.delete(pooled(content));
        for (int night = 0; night < 9; night++) {
            later(Duration.ofDays(1));
            send("direct:sweep-pool");
        }
        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content) && notice.contains("was gone"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP", "FTP"})
    void what_was_cut_off_goes_after_a_day_when_its_folder_is_listed(Place place) throws Exception {
        start(place);
        night();
        Path left =
                pooled(content).resolveSibling("part-" + site.clock.instant().getEpochSecond() + "-x-" + content);
        Files.writeString(left, "half");
        for (int night = 0; night < 9; night++) {
            later(Duration.ofDays(1));
            send("direct:sweep-pool");
        }
        assertThat(left).doesNotExist();
        assertThat(pooled(content)).exists();
    }

    @ParameterizedTest
    @EnumSource
    void a_place_with_the_pool_of_another_site_gets_no_copy(Place place) throws Exception {
        start(place);
        Files.createDirectories(there.resolve("pool"));
        Files.writeString(there.resolve("pool/site.txt"), "https://other.example.org\n");
        night();

        assertThat(copies()).isEmpty();
        assertThat(new Outbox(site.pools.history()).troubled(Instant.EPOCH, 10))
                .singleElement()
                .extracting(Delivery::error)
                .asString()
                .contains("that of the site https://other.example.org");
        assertThat(pool()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SFTP"})
    void a_list_that_fails_in_the_middle_removes_nothing_and_is_told(Place place) throws Exception {
        tidied(place);
        inMoodle.unlink(content);
        night();
        night();
        server.failListing("pool");
        for (int night = 0; night < 8; night++) {
            night();
        }
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("could not be looked at"));
    }

    @Test
    void a_server_that_is_away_keeps_nothing_from_its_course_and_nothing_is_removed() throws Exception {
        tidied(Place.SFTP);
        inMoodle.unlink(content);
        server.close();
        night();
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("could not be looked at"));
        server = null;
    }

    /** A site whose old copies are removed, with one archive and its copy. */
    private void tidied(Place place) throws Exception {
        start(place);
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.start();
        night();
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

    private ArchiveRow row(boolean elsewhere) {
        return site.reader().archives(GARDEN).stream()
                .filter(row -> row.location().startsWith("/") != elsewhere)
                .findFirst()
                .orElseThrow();
    }

    private ArchiveRow copy() {
        return row(true);
    }

    private Path newest() {
        return Path.of(row(false).location());
    }

    /** The newest copy with the pool beside it, as whoever goes there finds it. */
    private void assertGood() throws Exception {
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        Path copied = there.resolve(newest().getFileName());
        assertThat(copy().location()).endsWith("/" + newest().getFileName());
        VouchedArchive read = VouchedArchive.verify(copied, site.key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(ManifestFile.exists(copied)).isTrue();
    }

    private List<String> listed() throws IOException {
        return ThinArchive.contents(newest()).stream().map(ListedContent::sha1).toList();
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.list(there)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".mbz.thin"))
                    .sorted()
                    .toList();
        }
    }

    private Set<String> pool() throws IOException {
        try (Stream<Path> files = Files.walk(there.resolve("pool"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("site.txt"))
                    .toList());
        }
    }

    private List<String> strays() throws IOException {
        return pool().stream().filter(name -> !name.matches("[0-9a-f]{40}")).toList();
    }

    private List<String> leftHere() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".part-") || name.startsWith(".spool-"))
                    .toList();
        }
    }

    private Path pooled(String hash) {
        return LargeContents.place(there.resolve("pool"), hash);
    }

    private Path pooledHere(String hash) {
        return LargeContents.place(site.folder.resolve("backups/pool"), hash);
    }

    private static void rot(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
