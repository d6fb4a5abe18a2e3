package org.coursebackup.flow;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.History;
import org.coursebackup.history.Result;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code skip.unchanged} on the demo site, with the real route files and the real engine. */
class UnchangedTest {
    private static final long GARDEN = 2;
    private static final String SINCE = "unchanged since 2026-01-15, archive still good";

    @TempDir
    Path second;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("skip.unchanged", "true");
        site.properties.setProperty("keep.last", "0");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void a_second_night_makes_no_archive_of_what_has_a_good_one_and_says_since_when() throws Exception {
        site.start();
        RunSummary first = site.run(RunRequest.due("schedule"));
        List<String> archives = site.archives();
        Instant made = course(GARDEN).good().made();

        RunSummary night = nextNight();

        assertThat(first.unchanged()).isZero();
        assertThat(night)
                .extracting(
                        RunSummary::ok,
                        RunSummary::warned,
                        RunSummary::unchanged,
                        RunSummary::skipped,
                        RunSummary::failed)
                .containsExactly(0, 1, 6, 1, 1);
        assertThat(night.totals().courses()).isEqualTo(9);
        assertThat(night.exitCode()).isEqualTo(1);
        assertThat(site.archives()).hasSize(archives.size() + 1).containsAll(archives);
        assertThat(site.statuses()).containsEntry(GARDEN, "3").containsEntry(8L, "4");
        CourseEntry garden = course(GARDEN);
        assertThat(garden.last().result()).isEqualTo(Result.UNCHANGED);
        assertThat(garden.last().reason()).isEqualTo(SINCE);
        assertThat(garden.good().made()).isEqualTo(made);
        assertThat(garden.good().asOf()).isEqualTo(now());
        assertThat(garden.good().age(now())).isZero();
        assertThat(site.reader().archives(GARDEN)).singleElement().satisfies(archive -> {
            assertThat(archive.confirmed()).isEqualTo(now());
            assertThat(archive.result()).isEqualTo(Result.OK);
        });
        assertThat(site.database.queryForMap("select * from mdl_backup_courses where courseid = ?", GARDEN))
                .containsEntry("laststarttime", now().getEpochSecond())
                .containsEntry("lastendtime", now().getEpochSecond())
                .containsEntry(
                        "nextstarttime", now().plus(Duration.ofMinutes(30)).getEpochSecond());
        assertThat(site.reader().runs(1, 0).get(0).totals()).isEqualTo(night.totals());
        assertThat(new SiteFigures(site.pools.history()).outcomes(night.runId(), "UNCHANGED", 10, 0))
                .hasSize(6);
        assertThat(new SiteFigures(site.pools.history()).ages(now()).day()).isEqualTo(7);
    }

    @Test
    void a_change_gives_a_new_archive_with_which_the_next_night_is_compared() throws Exception {
        site.start();
        archived();
        site.database.update("update mdl_course set summary = 'new' where id = 2");

        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
        assertThat(site.archives()).hasSize(2);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        assertThat(course(GARDEN).last().reason()).isEqualTo("unchanged since 2026-01-16, archive still good");
    }

    @Test
    void logins_count_only_if_it_is_to_be_strict() throws Exception {
        site.start();
        archived();
        site.database.update("update mdl_user set lastaccess = lastaccess + 1, lastip = '192.0.2.1'");
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);

        site.properties.setProperty("skip.unchanged", "strict");
        site.start();
        assertThat(nextNight(GARDEN).ok()).as("the first strict one").isEqualTo(1);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        site.database.update("update mdl_user set lastaccess = lastaccess + 1");
        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
    }

    @Test
    void unless_it_is_asked_for_every_night_makes_an_archive_and_no_fingerprint() throws Exception {
        site.properties.remove("skip.unchanged");
        site.start();
        archived();

        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(archive -> archive.fingerprint() == null);
    }

    @Test
    void whoever_names_a_course_or_forces_a_run_gets_an_archive() throws Exception {
        site.start();
        archived();
        night();

        assertThat(site.run(new RunRequest(false, false, false, Set.of(GARDEN), "page"))
                        .ok())
                .isEqualTo(1);
        night();
        assertThat(site.run(new RunRequest(true, true, false, Set.of(), "command"))
                        .unchanged())
                .isZero();
        night();
        assertThat(site.run(new RunRequest(true, false, false, Set.of(), "command"))
                        .unchanged())
                .as("all but those with a warning, a failure and a skip")
                .isEqualTo(6);
    }

    @Test
    void an_archive_that_was_removed_or_cut_or_is_of_another_course_is_made_anew() throws Exception {
        site.start();
        archived();
        Files.delete(newest());
        assertThat(nextNight(GARDEN).ok()).as("removed").isEqualTo(1);

        try (FileChannel file = FileChannel.open(newest(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }
        assertThat(nextNight(GARDEN).ok()).as("cut").isEqualTo(1);

        byte[] bytes = new byte[(int) Files.size(newest())];
        Files.write(newest(), bytes);
        assertThat(nextNight(GARDEN).ok()).as("no archive at all").isEqualTo(1);

        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
    }

    @Test
    void an_archive_not_read_for_long_is_read_back_and_a_rotten_one_is_named_and_made_anew() throws Exception {
        site.properties.setProperty("verify.cycle-days", "2");
        site.start();
        archived();
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        assertThat(archive().checked()).isNull();
        nextNight(GARDEN);
        Instant read = nextNightAt(GARDEN);
        assertThat(archive().checked()).isEqualTo(read);

        Path rotten = newest();
        rot(rotten);
        assertThat(nextNight(GARDEN).unchanged()).as("not to be read yet").isEqualTo(1);
        nextNight(GARDEN);
        RunSummary night = nextNight(GARDEN);

        assertThat(night.warned()).isEqualTo(1);
        assertThat(site.reader().warnings(night.runId(), GARDEN))
                .singleElement()
                .asString()
                .contains("The archive of 2026-01-15, " + rotten, "is damaged now", "Check that disk");
        List<ArchiveRow> archives = site.reader().archives(GARDEN);
        assertThat(archives).hasSize(2);
        assertThat(archives.get(1).damaged()).isEqualTo(now());
        assertThat(course(GARDEN).good().made()).isEqualTo(archives.get(0).made());
        assertThat(nextNight(GARDEN).ok()).as("one without a warning").isEqualTo(1);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
    }

    @Test
    void a_rotten_archive_no_longer_counts_as_good_even_if_no_new_one_can_be_made() throws Exception {
        site.properties.setProperty("verify.cycle-days", "1");
        site.start();
        archived();
        rot(newest());
        site.database.update("delete from mdl_context where contextlevel = 50 and instanceid = 2");
        night();

        nextNight(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(course(GARDEN).good().exists()).isFalse();
    }

    @Test
    void a_course_that_stays_the_same_keeps_its_archive_while_older_ones_grow_old() throws Exception {
        site.properties.setProperty("keep.days", "5");
        site.start();
        archived();
        site.database.update("update mdl_course set summary = 'new' where id = 2");
        nextNight(GARDEN);
        for (int i = 0; i < 4; i++) {
            assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
            assertThat(site.archives()).hasSize(2);
        }
        nextNight(GARDEN);
        assertThat(site.archives()).as("the first one is older than five days").hasSize(1);
        for (int i = 0; i < 10; i++) {
            assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        }
        assertThat(site.archives()).hasSize(1);
        String current = site.archives().get(0);

        site.database.update("update mdl_course set summary = 'newer' where id = 2");
        nextNight(GARDEN);
        assertThat(site.archives())
                .as("it is the only one of the last days, though made long ago")
                .hasSize(2)
                .contains(current);
        for (int i = 0; i < 5; i++) {
            nextNight(GARDEN);
        }
        assertThat(site.archives()).hasSize(1).doesNotContain(current);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update archive set fingerprint = null",
                "update archive set fingerprint = replace(fingerprint, '1:', '0:')",
                "update archive set removed = 1",
                "update archive set result = 'WARNING'",
                "delete from archive"
            })
    void without_a_record_of_it_an_archive_is_made(String lost) throws Exception {
        site.start();
        archived();
        new JdbcTemplate(site.pools.history()).update(lost);

        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
    }

    @Test
    void a_run_killed_while_it_compared_is_made_up_for_and_leaves_nothing() throws Exception {
        site.start();
        archived();
        night();
        long killed = now().minusSeconds(60).getEpochSecond();
        new History(site.pools.history()).begin("schedule", "a process that is gone", now().minusSeconds(90));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = ? where courseid = 2", killed);
        Files.writeString(site.folder.resolve("backups/backup-moodle2-course-2-garden-20260116-0229.mbz.part"), "x");

        RunSummary run = site.run(RunRequest.due("schedule"));

        assertThat(site.statuses()).containsEntry(GARDEN, "3");
        assertThat(run.unchanged()).isEqualTo(1);
        assertThat(site.archives()).noneMatch(name -> name.endsWith(".part"));
        assertThat(course(GARDEN).last().reason()).isEqualTo(SINCE);
    }

    @Test
    void what_was_recorded_as_unchanged_before_a_kill_stays_so_and_only_moodle_is_told() throws Exception {
        site.start();
        archived();
        Instant night = nextNightAt(GARDEN);
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = ?, nextstarttime = ?"
                        + " where courseid = 2",
                night.getEpochSecond(),
                night.plus(Duration.ofDays(9)).getEpochSecond());

        site.run(new RunRequest(false, false, false, Set.of(3L), "command"));

        assertThat(site.statuses()).containsEntry(GARDEN, "3");
        assertThat(course(GARDEN).last().result()).isEqualTo(Result.UNCHANGED);
        assertThat(course(GARDEN).last().reason()).isEqualTo(SINCE);
        assertThat(site.nextStarts().get(GARDEN))
                .isLessThanOrEqualTo(night.plus(Duration.ofDays(1)).getEpochSecond());
    }

    @Test
    void with_moodle_away_after_the_comparison_nothing_false_is_written() throws Exception {
        site.editRoute("52-unchanged.camel.yaml", "direct:tell-moodle", "direct:away");
        Files.writeString(site.folder.resolve("routes/53-away.camel.yaml"), """
                - route:
                    id: away
                    routeConfigurationId: stage
                    from:
                      uri: direct:away
                      steps:
                        - throwException: {exceptionType: java.io.IOException, message: away}
                """);
        site.start();
        archived();

        RunSummary night = nextNight(GARDEN);

        // what was found out holds; the error handler writes it, as it does for an archive
        assertThat(night.unchanged()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(GARDEN, "3");
        assertThat(site.archives()).hasSize(1);
    }

    @Test
    void without_the_step_that_fetches_the_archive_every_course_gets_a_new_one() throws Exception {
        site.editRoute("50-archive.camel.yaml", "- bean: {ref: unchanged, method: find}", "");
        site.start();
        archived();

        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
        assertThat(site.archives()).hasSize(2);
    }

    @Test
    void without_the_filter_alone_an_unchanged_course_fails_and_says_what_to_do() throws Exception {
        site.editRoute("50-archive.camel.yaml", "method: {ref: unchanged, method: is}", "simple: ${bodyOneLine} == ''");
        site.start();
        archived();
        Instant made = course(GARDEN).good().made();

        assertThat(nextNight(GARDEN).failed()).isEqualTo(1);

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(course(GARDEN).last().reason())
                .contains("routes/50-archive.camel.yaml", "unchanged.find", "stays what it was");
        assertThat(course(GARDEN).good().asOf()).isEqualTo(made);
        assertThat(site.archives()).hasSize(1);
    }

    @Test
    void an_archive_in_the_course_is_looked_for_there() throws Exception {
        site.properties.setProperty("backup.storage", "course");
        Path filedir = site.moodle.site().dataroot().resolve("filedir");
        Files.setPosixFilePermissions(filedir, PosixFilePermissions.fromString("rwxrwx---"));
        site.start();
        archived();
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);

        site.database.update("delete from mdl_files where component = 'backup' and filename like '%.mbz'");
        assertThat(nextNight(GARDEN).ok()).as("its row is gone").isEqualTo(1);
        String hash = site.database.queryForObject(
                "select contenthash from mdl_files where component = 'backup' and filename like '%.mbz'", String.class);
        Files.delete(filedir.resolve(hash.substring(0, 2))
                .resolve(hash.substring(2, 4))
                .resolve(hash));
        assertThat(nextNight(GARDEN).ok()).as("its content is gone").isEqualTo(1);

        site.properties.setProperty("backup.storage", "both");
        site.start();
        assertThat(nextNight(GARDEN).ok()).as("it is wanted in the folder, too").isEqualTo(1);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
    }

    @Test
    void a_copy_that_is_missing_or_never_arrived_is_made_by_a_new_archive() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.start();
        archived();
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        assertThat(second.toFile().list((folder, name) -> name.endsWith(".mbz")))
                .hasSize(1);

        Files.delete(second.resolve(newest().getFileName()));
        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
        assertThat(nextNight(GARDEN).unchanged()).isEqualTo(1);
        assertThat(second.toFile().list((folder, name) -> name.endsWith(".mbz")))
                .hasSize(1);
    }

    @Test
    void what_lies_on_a_server_is_not_taken_for_granted() throws Exception {
        site.start();
        archived();
        new JdbcTemplate(site.pools.history())
                .update("update archive set location = concat('sftp://backup.example.org', location)");

        assertThat(nextNight(GARDEN).ok()).isEqualTo(1);
    }

    private void archived() throws Exception {
        assertThat(site.run(new RunRequest(false, false, false, Set.of(GARDEN), "command"))
                        .ok())
                .isEqualTo(1);
    }

    private void night() {
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
    }

    private RunSummary nextNight() throws Exception {
        night();
        return site.run(RunRequest.due("schedule"));
    }

    /** A night on which no other course is due. */
    private RunSummary nextNight(long course) throws Exception {
        night();
        site.database.update(
                "update mdl_backup_courses set nextstarttime = ? where courseid <> ?",
                now().plusSeconds(1).getEpochSecond(),
                course);
        return site.run(RunRequest.due("schedule"));
    }

    private Instant nextNightAt(long course) throws Exception {
        nextNight(course);
        return now();
    }

    private Instant now() {
        return site.clock.instant();
    }

    private CourseEntry course(long id) {
        return site.reader().course(id).orElseThrow();
    }

    private ArchiveRow archive() {
        return site.reader().archives(GARDEN).get(0);
    }

    private Path newest() {
        return Path.of(archive().location());
    }

    /** Changes a byte of a document, as a failing disk does. */
    private static void rot(Path file) throws Exception {
        int place;
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            place = (int) zip.getEntry("users.xml").getDataOffset() + 9;
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.write(file, bytes);
    }
}
