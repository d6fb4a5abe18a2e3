package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.Announced;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** An archive that got its final name, and of which not everybody knows who has to. The real engine and routes. */
class PublishedArchiveTest {
    private static final long WARNED = 8;

    private TestSite site;
    private Flow flow;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("keep.last", "1");
        flow = site.start();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void one_that_was_not_recorded_is_read_back_at_the_next_start_and_counts_as_what_it_would_have_been()
            throws Exception {
        site.run(only(WARNED));
        Outcome before = newest(WARNED);
        ArchiveRow archive = site.reader().archives(WARNED).get(0);
        killedBeforeRecording(WARNED);

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(WARNED, "4");
        assertThat(site.nextStarts().get(WARNED))
                .isGreaterThan(site.clock.instant().getEpochSecond());
        assertThat(newest(WARNED).ending().reason())
                .isEqualTo(before.ending().reason())
                .isNotEmpty();
        assertThat(site.reader().warnings(before.runId(), WARNED)).isNotEmpty();
        assertThat(site.reader().archives(WARNED)).containsExactly(archive);
        assertThat(site.reader().course(WARNED).orElseThrow().good().bytes()).isEqualTo(archive.bytes());
        assertThat(new History(site.pools.history()).announced()).isEmpty();
    }

    @Test
    void one_that_was_damaged_since_does_not_count_and_loses_its_name() throws Exception {
        site.run(only(WARNED));
        Path archive = Path.of(site.reader().archives(WARNED).get(0).location());
        killedBeforeRecording(WARNED);
        byte[] whole = Files.readAllBytes(archive);
        whole[whole.length / 2] ^= 1;
        Files.write(archive, whole);

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(WARNED, "0");
        assertThat(site.reader().archives(WARNED)).isEmpty();
        assertThat(site.archives()).containsExactly(archive.getFileName() + ".damaged");
    }

    @Test
    void one_that_was_recorded_stays_recorded_when_only_moodle_was_not_told() throws Exception {
        site.run(only(WARNED));
        Outcome before = newest(WARNED);
        List<ArchiveRow> archives = site.reader().archives(WARNED);
        unfinished(WARNED);

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(WARNED, "4");
        assertThat(newest(WARNED)).isEqualTo(before);
        assertThat(site.reader().archives(WARNED)).isEqualTo(archives).hasSize(1);
        assertThat(site.nextStarts().get(WARNED))
                .isGreaterThan(site.clock.instant().getEpochSecond());
    }

    @Test
    void one_that_retention_removed_just_before_the_process_was_killed_is_not_in_the_history_any_more()
            throws Exception {
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        site.run(only(2));
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.run(only(2));
        assertThat(site.archives()).as("retention removed the first").hasSize(1);
        site.run(only(3));
        String lost = site.reader().archives(3).get(0).location();
        Files.delete(Path.of(lost));
        Path removed = site.reader().archives(2).stream()
                .filter(archive -> archive.removed() != null)
                .map(archive -> Path.of(archive.location()))
                .findFirst()
                .orElseThrow();
        assertThat(ManifestFile.exists(removed)).isFalse();
        Files.copy(ManifestFile.of(Path.of(site.reader().archives(2).get(0).location())), ManifestFile.of(removed));
        history.update("update archive set removed = null");
        history.update("update run set state = 'running'");

        flow.tidyUp();

        assertThat(site.reader().archives(2))
                .hasSize(2)
                .allMatch(archive -> (archive.removed() == null) == Files.exists(Path.of(archive.location())));
        assertThat(ManifestFile.exists(removed)).as("its manifest went last").isFalse();
        assertThat(site.reader().archives(3))
                .as("retention never removes the last one: somebody else did, and that is no secret")
                .singleElement()
                .satisfies(archive -> assertThat(archive.removed()).isNull());
    }

    @Test
    void one_found_after_a_later_attempt_counts_and_the_later_verdict_stays_the_latest() throws Exception {
        site.run(only(2));
        killedBeforeRecording(2);
        new JdbcTemplate(site.pools.history()).update("update course set good_made = 0, good_bytes = 0");
        new JdbcTemplate(site.pools.history())
                .update("update course set run_id = run_id + 1, result = 'FAILED', reason = 'later'");
        site.database.update("update mdl_backup_courses set laststatus = '0', laststarttime = laststarttime + 60");

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.reader().course(2).orElseThrow().last().result()).isEqualTo(Result.FAILED);
        assertThat(site.reader().course(2).orElseThrow().good().bytes()).isPositive();
        assertThat(site.reader().archives(2)).hasSize(1);
    }

    @Test
    void archives_do_not_pile_up_while_the_history_cannot_record_them() throws Exception {
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.execute("alter table archive rename to elsewhere");
        for (int night = 0; night < 3; night++) {
            site.run(only(2));
            assertThat(site.archives()).hasSize(1);
            ((SettableClock) site.clock).advance(Duration.ofDays(1));
        }
        assertThat(site.statuses()).containsEntry(2L, "0");
        history.execute("alter table elsewhere rename to archive");

        site.run(only(2));

        assertThat(site.statuses()).containsEntry(2L, "1");
        assertThat(site.archives()).hasSize(1);
        assertThat(site.reader().archives(2)).hasSize(2).satisfiesOnlyOnce(archive -> assertThat(archive.removed())
                .isNull());
    }

    private void killedBeforeRecording(long course) {
        Outcome outcome = newest(course);
        OutcomeDetails details = new OutcomeDetails(
                site.reader().warnings(outcome.runId(), course),
                site.reader().rowsByTable(outcome.runId(), course),
                site.reader().unreadTables(outcome.runId(), course),
                List.of(),
                null,
                site.reader().archives(course).get(0).sha256(),
                site.reader().archives(course).get(0).digest(),
                site.reader().archives(course).get(0).stamp(),
                null);
        String file = Path.of(site.reader().archives(course).get(0).location())
                .getFileName()
                .toString();
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        for (String table : List.of("outcome", "outcome_warning", "outcome_rows", "outcome_unread", "archive")) {
            history.update("delete from " + table + " where course_id = ?", course);
        }
        new History(site.pools.history())
                .announce(new Announced(
                        file, outcome, details, site.clock.instant().plus(Duration.ofMinutes(30))));
        unfinished(course);
    }

    private void unfinished(long course) {
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', lastendtime = 0, nextstarttime = 0 where courseid = ?",
                course);
    }

    private Outcome newest(long course) {
        return site.reader().ofCourse(course, 1, 0).get(0);
    }

    private static RunRequest only(long course) {
        return new RunRequest(true, true, false, Set.of(course), "command");
    }
}
