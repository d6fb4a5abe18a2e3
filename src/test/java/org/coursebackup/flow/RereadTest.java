package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.GoodArchive;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.reread.Rereading;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** The route 56-reread on real archives, in two folders, after something happened to them. */
class RereadTest {
    private static final long GARDEN = 2;

    @TempDir
    Path second;

    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    private TestSite site;
    private Flow flow;
    private Path archive;
    private Path copy;

    /** Two courses with an archive and a copy each, more than a cycle ago. */
    @BeforeEach
    void makeArchives() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.properties.setProperty("verify.sample", "100");
        site.properties.setProperty("keep.last", "2");
        flow = site.start();
        site.run(courses(GARDEN, 3L));
        archive = Path.of(row("backups").location());
        copy = second.resolve(archive.getFileName());
        clock.advance(Duration.ofDays(40));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));
        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void good_archives_are_read_once_in_a_night_and_the_history_remembers() throws Exception {
        reread();

        assertThat(site.reader().archives(GARDEN)).hasSize(2).allSatisfy(row -> {
            assertThat(row.checked()).isEqualTo(clock.instant());
            assertThat(row.damaged()).isNull();
            assertThat(row.finding()).isNull();
        });
        assertThat(bean().archives()).isEmpty();
        assertThat(flow.notices()).isEmpty();
    }

    @Test
    void nothing_is_read_while_a_run_is_in_progress() throws Exception {
        new JdbcTemplate(site.pools.history())
                .update("insert into run (id, cause, process, state, started)"
                        + " values (1, 'schedule', 'other', 'running', 1)");

        reread();

        assertThat(row("backups").checked()).isNull();
        new JdbcTemplate(site.pools.history()).update("delete from run where id = 1");
        reread();
        assertThat(row("backups").checked()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flipped", "truncated", "removed", "emptied"})
    void a_damaged_archive_is_replaced_by_its_good_copy(String how) throws Exception {
        byte[] good = Files.readAllBytes(archive);
        damage(archive, how);

        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(VouchedArchive.verify(archive, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row("backups").damaged()).isNull();
        assertThat(row("backups").finding()).contains("replaced by the good copy " + copy);
        assertThat(site.reader().course(GARDEN).orElseThrow().good().exists()).isTrue();
        assertThat(nextStart()).isPositive();
        assertThat(flow.notices())
                .singleElement()
                .asString()
                .contains(archive.getFileName().toString());
        if (!how.equals("removed")) {
            assertThat(aside()).exists();
            assertThat(Files.readAllBytes(aside())).isNotEqualTo(good);
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_damaged_copy_is_replaced_by_the_good_archive() throws Exception {
        damage(copy, "flipped");

        reread();

        assertThat(copy).hasSameBinaryContentAs(archive);
        assertThat(row("second").finding()).contains("replaced by the good copy " + archive);
    }

    @Test
    void damage_in_both_places_is_named_no_longer_counts_and_makes_the_course_due() throws Exception {
        damage(archive, "flipped");
        damage(copy, "truncated");

        reread();

        assertThat(row("backups").damaged()).isEqualTo(clock.instant());
        assertThat(row("backups").finding()).contains("without a good copy").contains("is damaged, too");
        assertThat(row("second").damaged()).isNotNull();
        assertThat(site.reader().course(GARDEN).orElseThrow().good()).isEqualTo(GoodArchive.NONE);
        assertThat(nextStart()).isZero();
        assertThat(flow.notices()).singleElement().asString().contains("damaged");
        assertThat(archive).exists();

        // no skip rule stands in the way, and the damaged one takes no good one's place
        site.database.update("update mdl_course set visible = 0 where id = ?", GARDEN);
        site.properties.setProperty("skip.hidden", "true");
        site.properties.setProperty("skip.unchanged", "true");
        flow = site.start();
        RunSummary run = site.run(new RunRequest(true, false, false, new TreeSet<>(Set.of(GARDEN)), "schedule"));
        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.reader().course(GARDEN).orElseThrow().good().exists()).isTrue();
        assertThat(archive).exists();
    }

    @Test
    void what_was_found_is_told_at_once_by_mail_and_webhook() throws Exception {
        site.properties.setProperty("mail.to", "admin@example.org");
        site.properties.setProperty("mail.server", "smtp:127.0.0.1:9");
        site.properties.setProperty("webhook.url", "http://127.0.0.1:9/hook");
        flow = site.start();
        damage(archive, "flipped");

        reread();
        reread();

        List<Map<String, Object>> told = new JdbcTemplate(site.pools.history())
                .queryForList("select kind, content from delivery where subject like '[ARCHIVES]%' order by kind");
        assertThat(told).extracting(row -> row.get("KIND")).containsExactly("mail", "webhook");
        assertThat(told)
                .extracting(row -> String.valueOf(row.get("CONTENT")))
                .allMatch(text -> text.contains("Course 2: " + archive + " was damaged")
                        && text.contains("replaced by the good copy " + copy));
    }

    @Test
    void an_archive_that_is_gone_without_a_copy_no_longer_counts() throws Exception {
        damage(archive, "removed");
        damage(copy, "removed");

        reread();

        assertThat(row("backups").removed()).isNotNull();
        assertThat(row("backups").finding()).startsWith("gone on ");
        assertThat(site.reader().course(GARDEN).orElseThrow().good()).isEqualTo(GoodArchive.NONE);
        assertThat(nextStart()).isZero();
    }

    @Test
    void a_folder_without_its_disk_is_not_taken_for_lost_archives() throws Exception {
        Path backups = archive.getParent();
        Path away = backups.resolveSibling("away");
        Files.move(backups, away);
        Files.createDirectory(backups);

        reread();

        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() == null && row.removed() == null);
        assertThat(row("second").checked()).isNotNull();
        assertThat(row("backups").checked()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"altered", "unsigned", "gone", "another key", "another archive's"})
    void a_manifest_that_does_not_vouch_is_written_anew_where_the_history_does(String what) throws Exception {
        spoilManifest(what);

        reread();

        assertThat(VouchedArchive.verify(archive, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row("backups").damaged()).isNull();
        assertThat(row("backups").finding()).contains("manifest").contains("written anew");
        assertThat(leftovers()).isEmpty();

        clock.advance(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));
        reread();
        assertThat(row("backups").finding()).as("cleared by the next reading").isNull();
    }

    /** Restoring it would be what an intruder wants: a sound archive, with a manifest that fits, of another content. */
    @Test
    void an_exchanged_archive_with_a_manifest_of_its_own_is_found_by_the_hash_in_the_history() throws Exception {
        Path other = Path.of(site.reader().archives(3).get(0).location());
        Files.copy(other, archive, StandardCopyOption.REPLACE_EXISTING);
        sign(new ManifestKey(site.folder.resolve("intruder/manifest.key")));

        reread();

        assertThat(archive).hasSameBinaryContentAs(copy);
        assertThat(row("backups").finding()).contains("replaced by the good copy");
    }

    /** Between the two renames of a repair there is nothing under the name. */
    @Test
    void a_repair_that_was_killed_is_done_by_the_next_reading() throws Exception {
        byte[] good = Files.readAllBytes(archive);
        damage(archive, "flipped");
        Files.move(archive, aside());
        Files.copy(copy, archive.resolveSibling(".publishing-" + archive.getFileName()));

        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void one_put_right_by_hand_counts_again() throws Exception {
        byte[] good = Files.readAllBytes(archive);
        damage(archive, "flipped");
        damage(copy, "removed");
        reread();
        assertThat(row("backups").damaged()).isNotNull();
        Files.write(archive, good);
        clock.advance(Duration.ofDays(40));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));

        reread();

        assertThat(row("backups").damaged()).isNull();
        assertThat(site.reader().course(GARDEN).orElseThrow().good().exists()).isTrue();
    }

    @Test
    void damage_while_the_other_disk_is_away_is_repaired_when_that_is_back() throws Exception {
        byte[] good = Files.readAllBytes(archive);
        Path away = site.folder.resolve("away");
        damage(archive, "flipped");
        Files.move(second, away);
        Files.createDirectory(second);
        reread();
        assertThat(row("backups").damaged()).isNotNull();
        Files.delete(second);
        Files.move(away, second);
        clock.advance(Duration.ofDays(40));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));

        reread();

        assertThat(archive).hasBinaryContent(good);
        assertThat(row("backups").damaged()).isNull();
    }

    @Test
    void an_archive_from_before_there_were_manifests_gets_one_when_it_is_first_read_again() throws Exception {
        new JdbcTemplate(site.pools.history()).update("update archive set sha256 = null, digest = null");
        Files.delete(ManifestFile.of(archive));

        reread();

        assertThat(VouchedArchive.verify(archive, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(row("backups").sha256()).hasSize(64);
        assertThat(row("backups").finding()).isNull();
    }

    private void spoilManifest(String what) throws IOException {
        Path manifest = ManifestFile.of(archive);
        String text = Files.readString(manifest);
        switch (what) {
            case "altered" -> Files.writeString(manifest, text.replace("users.xml", "losers.xml"));
            case "unsigned" -> Files.writeString(manifest, text.substring(0, text.lastIndexOf("\"signed\"")));
            case "gone" -> Files.delete(manifest);
            case "another archive's" ->
                Files.copy(
                        ManifestFile.of(Path.of(site.reader().archives(3).get(0).location())),
                        manifest,
                        StandardCopyOption.REPLACE_EXISTING);
            default -> sign(new ManifestKey(site.folder.resolve("intruder/manifest.key")));
        }
    }

    private void sign(ManifestKey key) throws IOException {
        try (ManifestWriter writer = new ManifestWriter(ManifestFile.of(archive), GARDEN, "X", 1)) {
            new VerifyArchive().verify(archive, writer);
            writer.finish(archive.getFileName().toString(), Instant.EPOCH, key);
        }
    }

    private static void damage(Path file, String how) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        switch (how) {
            case "flipped" -> {
                whole[whole.length / 2] ^= 1;
                Files.write(file, whole);
            }
            case "truncated" -> Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            case "emptied" -> Files.write(file, new byte[0]);
            default -> Files.delete(file);
        }
    }

    private void reread() throws Exception {
        try (ProducerTemplate producer = flow.context().createProducerTemplate()) {
            producer.sendBody("direct:reread", null);
        }
    }

    private Rereading bean() {
        return flow.context().getRegistry().lookupByNameAndType("reread", Rereading.class);
    }

    private ArchiveRow row(String where) {
        return site.reader().archives(GARDEN).stream()
                .filter(row -> row.result() == Result.OK)
                .filter(row -> row.location().startsWith("file:") == where.equals("second"))
                .reduce((newer, older) -> older)
                .orElseThrow();
    }

    private Path aside() {
        return archive.resolveSibling(archive.getFileName() + ".damaged");
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(archive.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".publishing-") || name.endsWith(".part"))
                    .toList();
        }
    }

    private long nextStart() {
        return site.nextStarts().get(GARDEN);
    }

    private ManifestKey key() {
        return new ManifestKey(site.folder.resolve("data/manifest.key"));
    }

    private static RunRequest courses(Long... ids) {
        return new RunRequest(true, true, false, Set.of(ids), "command");
    }
}
