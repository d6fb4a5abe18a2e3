package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.Announced;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseName;
import org.coursebackup.history.Ending;
import org.coursebackup.history.History;
import org.coursebackup.history.Measures;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Manifests of archives that runs make: the real engine and routes. */
class ManifestRunTest {
    private static final long COURSE = 2;
    private static final String STEP = "        - to: direct:publish-manifest\n";

    @TempDir
    Path second;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void every_archive_has_one_that_vouches_for_it_and_the_history_knows_its_hash() throws Exception {
        site.start();

        site.run(new RunRequest(true, true, false, Set.of(), "command"));

        assertThat(site.archives()).hasSizeGreaterThan(5).isEqualTo(site.manifests());
        for (String name : site.archives()) {
            VouchedArchive read = VouchedArchive.verify(backups().resolve(name), key().trusted());
            assertThat(read.verdict()).isEqualTo(Verdict.VOUCHED);
            ArchiveRow row =
                    site.reader().archives(read.manifest().course().id()).get(0);
            assertThat(row.sha256()).isEqualTo(read.sha256()).hasSize(64);
            assertThat(row.runId()).isEqualTo(read.manifest().run());
        }
    }

    @Test
    void it_is_removed_with_its_archive_by_retention_and_stays_with_a_pinned_one() throws Exception {
        site.properties.setProperty("keep.last", "1");
        site.start();
        site.run(course());
        String pinned = site.archives().get(0);
        Pins pins = new Pins(backups(), site.clock);
        pins.pin(pinned, new Pin("", Optional.empty()));
        Path foreign = Files.writeString(backups().resolve("theirs.mbz" + ManifestFile.SUFFIX), "theirs");
        for (int night = 0; night < 2; night++) {
            ((SettableClock) site.clock).advance(Duration.ofDays(1));
            site.run(course());
        }

        List<String> archives =
                site.archives().stream().filter(name -> name.endsWith(".mbz")).toList();
        assertThat(archives).hasSize(2).contains(pinned);
        assertThat(site.manifests())
                .filteredOn(name -> !name.equals("theirs.mbz"))
                .isEqualTo(archives);
        assertThat(foreign).hasContent("theirs");

        pins.unpin(pinned);
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.run(course());
        assertThat(site.archives()).hasSize(1);
        assertThat(site.manifests()).hasSize(2);
    }

    @Test
    void it_is_copied_with_its_archive_and_vouches_for_the_copy() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.start();

        site.run(course());

        Path copy = second.resolve(site.archives().get(0));
        assertThat(VouchedArchive.verify(copy, key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(site.reader().archives(COURSE))
                .hasSize(2)
                .extracting(ArchiveRow::sha256)
                .doesNotContainNull();
        assertThat(site.reader().archives(COURSE))
                .extracting(ArchiveRow::location)
                .noneMatch(location -> location.contains(ManifestFile.SUFFIX));
    }

    @Test
    void it_goes_with_its_copy_by_the_rules_of_the_second_target() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.properties.setProperty("keep.last", "0");
        site.start();
        for (int night = 0; night < 2; night++) {
            ((SettableClock) site.clock).advance(Duration.ofDays(1));
            site.run(course());
        }

        String newest = site.archives().get(1);
        assertThat(second.toFile().list()).containsExactlyInAnyOrder(newest, newest + ManifestFile.SUFFIX);
        assertThat(site.manifests()).hasSize(2);
    }

    @Test
    void moodles_own_file_areas_get_none() throws Exception {
        site.properties.setProperty("backup.storage", "course");
        Files.setPosixFilePermissions(
                site.moodle.site().dataroot().resolve("filedir"), PosixFilePermissions.fromString("rwxrwx---"));
        site.start();

        assertThat(site.run(course()).ok()).isEqualTo(1);

        assertThat(site.manifests()).isEmpty();
        assertThat(site.archives()).isEmpty();
        assertThat(site.database.queryForList(
                        "select filename from mdl_files where filearea = 'automated' and filename <> '.'",
                        String.class))
                .hasSize(1)
                .allMatch(name -> name.endsWith(".mbz"));
    }

    /** The manifest gets its name first. */
    @Test
    void one_whose_process_was_killed_before_the_archive_got_its_name_is_removed_at_the_next_start() throws Exception {
        site.start();
        site.run(course());
        String name = site.archives().get(0);
        Files.delete(backups().resolve(name));
        announceAgain(name);

        site.flow.tidyUp();

        assertThat(site.manifests()).isEmpty();
    }

    @Test
    void an_archive_found_after_a_kill_without_one_gets_one() throws Exception {
        site.start();
        site.run(course());
        String name = site.archives().get(0);
        ManifestFile.remove(backups().resolve(name));
        announceAgain(name);

        site.flow.tidyUp();

        assertThat(VouchedArchive.verify(backups().resolve(name), key().trusted())
                        .verdict())
                .isEqualTo(Verdict.VOUCHED);
        assertThat(site.reader().archives(COURSE)).hasSize(1);
        assertThat(everything()).noneMatch(file -> file.endsWith(".part"));
    }

    /** It could be read back all the same: its documents are sound. */
    @Test
    void an_archive_exchanged_before_it_was_accounted_for_does_not_count() throws Exception {
        site.start();
        site.run(course());
        String name = site.archives().get(0);
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.database.update("update mdl_course set summary = 'Gardem' where id = ?", COURSE);
        site.run(course());
        Path other = backups().resolve(site.archives().get(1));
        Files.copy(other, backups().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        announceAgain(name);

        site.flow.tidyUp();

        assertThat(site.archives()).contains(name + ".damaged");
        assertThat(site.manifests()).contains(name + ".damaged").doesNotContain(name);
        assertThat(site.reader().archives(COURSE))
                .noneMatch(row -> row.location().endsWith(name));
    }

    @Test
    void an_archive_that_is_not_published_leaves_none() throws Exception {
        site.editRoute("65-publish.camel.yaml", STEP, STEP + """
                        - throwException:
                            exceptionType: java.io.IOException
                            message: the disk is gone
                """);
        site.start();

        assertThat(site.run(course()).failed()).isEqualTo(1);

        assertThat(everything()).isEmpty();
    }

    @Test
    void an_archive_that_cannot_be_read_back_leaves_none() throws Exception {
        site.archiveBroken();
        site.start();

        assertThat(site.run(course()).failed()).isEqualTo(1);

        assertThat(everything()).isEmpty();
    }

    @Test
    void without_a_usable_key_the_archive_is_made_with_a_warning_that_says_so() throws Exception {
        Files.createDirectory(site.folder.resolve("data"));
        Files.writeString(site.folder.resolve("data/manifest.key"), "lost");
        site.start();

        assertThat(site.run(course()).warned()).isEqualTo(1);

        assertThat(site.statuses()).containsEntry(COURSE, "4");
        assertThat(site.reader().course(COURSE).orElseThrow().last().reason())
                .contains("no manifest")
                .contains("not an Ed25519 key");
        assertThat(site.archives()).hasSize(1);
        assertThat(everything()).hasSize(1);
    }

    /** As if the process had been killed after the archive, or only its manifest, got its name. */
    private void announceAgain(String name) {
        ArchiveRow row = site.reader().archives(COURSE).stream()
                .filter(archive -> archive.location().endsWith(name))
                .findFirst()
                .orElseThrow();
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("delete from archive where location = ?", row.location());
        history.update("delete from outcome where run_id = ?", row.runId());
        Instant now = site.clock.instant();
        new History(site.pools.history())
                .announce(new Announced(
                        name,
                        new Outcome(
                                row.runId(),
                                new CourseName(COURSE, "GARDEN", "Garden"),
                                new Ending(Result.OK, null, row.started(), row.made()),
                                new Measures(Duration.ZERO, row.bytes(), 1, 1)),
                        new OutcomeDetails(List.of(), Map.of(), Map.of(), List.of(), null, row.sha256()),
                        now));
    }

    private Path backups() {
        return site.folder.resolve("backups");
    }

    private ManifestKey key() {
        return new ManifestKey(site.folder.resolve("data/manifest.key"));
    }

    private List<String> everything() throws Exception {
        try (Stream<Path> files = Files.list(backups())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".run.lock"))
                    .toList();
        }
    }

    private static RunRequest course() {
        return new RunRequest(true, true, false, Set.of(COURSE), "command");
    }
}
