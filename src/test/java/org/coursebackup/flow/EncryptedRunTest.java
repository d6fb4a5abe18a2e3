package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.verify.Sha256;

import static org.assertj.core.api.Assertions.assertThat;

/** Archives encrypted for a key that this machine does not have: the real engine and routes. */
class EncryptedRunTest {
    private static final long COURSE = 2;

    @TempDir
    Path keys;

    private TestSite site;
    private AgeKeys age;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        age = AgeKeys.in(keys, "key.txt");
        site.properties.setProperty("encrypt.recipients", age.recipient());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void only_the_encrypted_archive_is_left_with_a_manifest_for_it_and_it_is_the_one_that_was_made() throws Exception {
        site.start();

        night();

        String name = only();
        assertThat(name).startsWith("backup-moodle2-course-2-").endsWith(".mbz.age");
        assertThat(files()).allMatch(file -> file.startsWith(name) || file.equals(".run.lock"));
        Path archive = backups().resolve(name);
        assertThat(site.reader().archives(COURSE)).singleElement().satisfies(row -> {
            assertThat(row.location()).isEqualTo(archive.toString());
            assertThat(row.bytes()).isEqualTo(Files.size(archive));
            assertThat(row.sha256()).isEqualTo(Sha256.of(archive));
        });
        VouchedArchive bytes = VouchedArchive.verify(archive, site.key().trusted());
        assertThat(bytes.verdict()).isEqualTo(Verdict.VOUCHED);
        Path plain = keys.resolve("plain.mbz");
        AgeFile.decrypt(archive, plain, age.identity());
        VouchedArchive whole =
                VouchedArchive.decrypted(archive, plain, site.key().trusted());
        assertThat(whole.verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(whole.verification().good()).isTrue();
        assertThat(whole.verification().entries()).isGreaterThan(10);
    }

    @Test
    void encrypted_bytes_that_changed_are_noticed_without_a_key() throws Exception {
        site.start();
        night();
        Path archive = backups().resolve(only());
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);

        assertThat(VouchedArchive.verify(archive, site.key().trusted()).verdict())
                .isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void old_ones_are_removed_by_the_rules_and_so_are_plain_ones_from_before() throws Exception {
        site.properties.setProperty("keep.last", "2");
        site.properties.remove("encrypt.recipients");
        site.start();
        night();
        night();
        List<String> plain = site.archives();
        assertThat(plain).hasSize(2).allMatch(name -> name.endsWith(".mbz"));
        site.properties.setProperty("encrypt.recipients", age.recipient());
        site.start();

        night();
        assertThat(site.archives()).hasSize(2).contains(plain.get(1)).doesNotContain(plain.get(0));
        night();
        night();

        assertThat(site.archives()).hasSize(2).allMatch(name -> name.endsWith(".mbz.age"));
        assertThat(site.manifests()).isEqualTo(site.archives());
    }

    @Test
    void without_the_step_nothing_is_published_rather_than_a_plain_archive() throws Exception {
        site.editRoute("30-course.camel.yaml", "        - to: direct:encrypt\n", "");
        site.start();

        RunSummary run = site.run(course());

        assertThat(run.failed()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(COURSE, "0");
        assertThat(site.reader().course(COURSE).orElseThrow().last().reason()).contains("direct:encrypt");
        assertThat(files()).noneMatch(name -> name.contains(".mbz"));
    }

    @Test
    void one_published_just_before_a_kill_counts_by_its_bytes() throws Exception {
        Flow flow = site.start();
        night();
        ArchiveRow archive = site.reader().archives(COURSE).get(0);
        site.killedBeforeRecording(COURSE);

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(COURSE, "1");
        assertThat(site.reader().archives(COURSE))
                .singleElement()
                .extracting(ArchiveRow::location, ArchiveRow::bytes, ArchiveRow::sha256)
                .containsExactly(archive.location(), archive.bytes(), archive.sha256());
        assertThat(new History(site.pools.history()).announced()).isEmpty();
    }

    @Test
    void one_published_just_before_a_kill_counts_by_the_hash_in_the_history_if_it_has_no_manifest() throws Exception {
        Flow flow = site.start();
        night();
        site.killedBeforeRecording(COURSE);
        Files.delete(backups().resolve(only() + ".manifest.json"));

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(COURSE, "1");
        assertThat(site.reader().archives(COURSE)).hasSize(1);
    }

    @Test
    void one_that_was_damaged_just_before_a_kill_does_not_count() throws Exception {
        Flow flow = site.start();
        night();
        Path archive = Path.of(site.reader().archives(COURSE).get(0).location());
        site.killedBeforeRecording(COURSE);
        byte[] whole = Files.readAllBytes(archive);
        whole[whole.length / 2] ^= 1;
        Files.write(archive, whole);

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(COURSE, "0");
        assertThat(site.reader().archives(COURSE)).isEmpty();
    }

    @Test
    void what_a_killed_process_left_in_the_middle_of_it_goes_at_the_next_start() throws Exception {
        Flow flow = site.start();
        String name = "backup-moodle2-course-2-garden-20260115-0230.mbz";
        for (String left : List.of(
                name + ".part",
                name + ".age.part",
                name + ".manifest.json.part",
                ".publishing-" + name + ".age",
                ".publishing-" + name + ".age.manifest.json")) {
            Files.writeString(backups().resolve(left), "half");
        }

        flow.tidyUp();

        assertThat(files()).noneMatch(file -> file.contains(".mbz"));
    }

    @Test
    void an_unchanged_course_keeps_its_encrypted_archive_and_a_plain_one_is_made_anew() throws Exception {
        site.properties.setProperty("skip.unchanged", "true");
        site.properties.setProperty("verify.cycle-days", "1");
        site.properties.remove("encrypt.recipients");
        site.start();
        site.run(due());
        site.properties.setProperty("encrypt.recipients", age.recipient());
        site.start();
        later();
        site.run(due());
        assertThat(result()).as("the newest is a plain one").isEqualTo(Result.OK);
        later();

        site.run(due());

        assertThat(result()).as("read back by its bytes").isEqualTo(Result.UNCHANGED);
        assertThat(site.reader().archives(COURSE).get(0).checked()).isEqualTo(site.clock.instant());
    }

    @Test
    void copies_are_the_encrypted_archive_with_its_manifest() throws Exception {
        Path second = Files.createDirectory(keys.resolve("second"));
        site.properties.setProperty(
                "backup.second-target", "file:" + second + "?autoCreate=false&tempPrefix=.copying-");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();

        night();
        night();

        String newest = site.archives().get(site.archives().size() - 1);
        assertThat(second.toFile().list()).containsExactlyInAnyOrder(newest, newest + ".manifest.json");
        assertThat(second.resolve(newest)).hasSameBinaryContentAs(backups().resolve(newest));
    }

    private Result result() {
        return site.reader().course(COURSE).orElseThrow().last().result();
    }

    private void later() {
        ((SettableClock) site.clock).advance(Duration.ofDays(2));
    }

    private void night() throws Exception {
        later();
        assertThat(site.run(course()).ok()).isEqualTo(1);
    }

    private static RunRequest course() {
        return new RunRequest(true, true, false, Set.of(COURSE), "command");
    }

    private static RunRequest due() {
        return new RunRequest(true, false, false, Set.of(), "command");
    }

    private String only() throws IOException {
        assertThat(site.archives()).hasSize(1);
        return site.archives().get(0);
    }

    private Path backups() {
        return site.folder.resolve("backups");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(backups())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
