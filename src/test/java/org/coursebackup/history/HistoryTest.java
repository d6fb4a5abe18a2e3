package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.CourseEntry.LastRun;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.history.SiteFigures.Readings;
import org.coursebackup.testsupport.CourseRecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class HistoryTest {
    private static final long DAY = 86_400;

    private final JdbcDataSource database = new JdbcDataSource();
    private History history;
    private HistoryReader reader;

    @BeforeEach
    void open() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        history = new History(database);
        reader = new HistoryReader(database);
    }

    @Test
    void runs_that_begin_in_the_same_millisecond_have_ids_of_their_own() {
        long first = history.begin("schedule", "a process", at(5));
        long second = history.begin("command", "a process", at(5));

        assertThat(second).isGreaterThan(first);
        assertThat(reader.runs(10, 0)).extracting(RunRow::id).containsExactly(second, first);
    }

    @Test
    void a_run_that_ends_has_the_counts_of_its_outcomes() {
        long run = history.begin("schedule", "a process", at(1_000));
        record(run, 2, Result.OK, at(1_010));
        record(run, 3, Result.WARNING, at(1_020));
        record(run, 4, Result.SKIPPED, at(1_030));
        record(run, 5, Result.FAILED, at(1_040));
        record(run, 6, Result.INTERRUPTED, at(1_050));
        record(run, 7, Result.GONE, at(1_060));
        record(run, 8, Result.UNCHANGED, at(1_070));

        history.end(run, "finished", null, 7, at(1_100));

        RunRow row = reader.run(run).orElseThrow();
        assertThat(row.offered()).isEqualTo(7);
        assertThat(row.totals()).isEqualTo(new RunTotals(1, 1, 1, 1, 2, 2_000));
        assertThat(row.started()).isEqualTo(at(1_000));
        assertThat(row.ended()).isEqualTo(at(1_100));
        assertThat(row.took()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void an_outcome_is_read_as_it_was_recorded() {
        Outcome outcome = new Outcome(
                7,
                new CourseName(2, "GARDEN", "Garden café"),
                new Ending(Result.WARNING, "a file is missing", at(1_000), at(1_013)),
                new Measures(Duration.ofMillis(12_345), 1_000, 7, 70));
        OutcomeDetails details = new OutcomeDetails(
                List.of("a file is missing", "another, too"),
                Map.of("forum", 3L),
                Map.of("bridge", 5L),
                List.of("2.mbz"),
                "1:abc",
                "0123abcd");

        history.record(outcome, details, at(9_000));

        assertThat(reader.outcomes(7, 10, 0)).containsExactly(outcome);
        assertThat(reader.ofCourse(2, 10, 0)).containsExactly(outcome);
        assertThat(reader.warnings(7, 2)).isEqualTo(details.warnings());
        assertThat(reader.rowsByTable(7, 2)).isEqualTo(details.rowsByTable());
        assertThat(reader.unreadTables(7, 2)).isEqualTo(details.unreadTables());
        assertThat(reader.archives(2))
                .containsExactly(new ArchiveRow(
                        7,
                        2,
                        "2.mbz",
                        Result.WARNING,
                        1_000,
                        at(1_000),
                        at(1_013),
                        null,
                        null,
                        null,
                        null,
                        null,
                        "0123abcd",
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void a_course_without_a_good_archive_has_none() {
        record(history.begin("schedule", "a process", at(1_000)), 2, Result.FAILED, at(1_010));

        GoodArchive none = reader.course(2).orElseThrow().good();
        assertThat(none).isEqualTo(GoodArchive.NONE);
        assertThat(none.exists()).isFalse();
        assertThat(none.age(at(2_000))).isNull();
        assertThat(reader.newestGoodStart(2)).isEqualTo(Instant.EPOCH);
        assertThat(reader.newestGoodStart(3)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void what_is_recorded_again_takes_the_place_of_what_was() {
        long run = history.begin("schedule", "a process", at(1_000));
        record(run, 2, Result.WARNING, at(1_010));

        record(run, 2, Result.FAILED, at(1_020));

        assertThat(reader.outcomes(run, 10, 0)).extracting(Outcome::result).containsExactly(Result.FAILED);
        assertThat(reader.warnings(run, 2)).isEmpty();
        assertThat(reader.archives(2)).isEmpty();
    }

    @Test
    void a_failure_leaves_the_newest_good_archive_known() {
        long first = history.begin("schedule", "a process", at(1_000));
        record(first, 2, Result.WARNING, at(1_010));
        long second = history.begin("schedule", "a process", at(2_000));
        record(second, 2, Result.FAILED, at(2_010));

        CourseEntry course = reader.course(2).orElseThrow();
        assertThat(course.last()).isEqualTo(new LastRun(second, Result.FAILED, "because", at(2_010)));
        assertThat(course.nextStart()).isEqualTo(at(2_010 + DAY));
        assertThat(course.good())
                .isEqualTo(new GoodArchive(at(1_000), at(1_010), at(1_010), 1_000, Duration.ofSeconds(10)));
        assertThat(reader.newestGoodStart(2)).isEqualTo(at(1_000));
        assertThat(reader.warnings(first, 2)).containsExactly("a file is missing");
    }

    @Test
    void a_deleted_course_leaves_the_list_and_its_archives_stay_known() {
        long run = history.begin("schedule", "a process", at(1_000));
        record(run, 2, Result.OK, at(1_010));

        record(run + 1, 2, Result.GONE, at(1_020));

        assertThat(reader.course(2)).isEmpty();
        assertThat(reader.archives(2)).hasSize(1);
    }

    @Test
    void copies_and_removals_are_known_by_their_places() {
        long run = history.begin("schedule", "a process", at(1_000));
        record(run, 2, Result.OK, at(1_010));

        history.archives().copied("2.mbz", "sftp://backup/2.mbz", null);
        history.archives().removed("2.mbz", at(3_000));
        history.archives().removed("2.mbz", at(4_000));

        assertThat(reader.archives(2))
                .extracting(ArchiveRow::location, ArchiveRow::removed)
                .containsExactly(tuple("2.mbz", at(3_000)), tuple("sftp://backup/2.mbz", null));
    }

    @Test
    void runs_left_behind_are_ended_but_not_the_current_one() {
        long left = history.begin("schedule", "a process", at(1_000));
        record(left, 2, Result.OK, at(1_010));
        long current = history.begin("schedule", "another process", at(2_000));

        assertThat(history.abandoned(current)).isEqualTo(left);
        history.endAbandoned(current, at(2_000));

        assertThat(history.abandoned(current)).isZero();
        assertThat(reader.run(left).orElseThrow().state()).isEqualTo("interrupted");
        assertThat(reader.run(left).orElseThrow().offered()).isEqualTo(1);
        assertThat(reader.run(current).orElseThrow().state()).isEqualTo("running");
    }

    @Test
    void forgetting_keeps_archives_that_are_still_there_with_their_run() {
        long gone = history.begin("schedule", "a process", at(1_000));
        record(gone, 2, Result.OK, at(1_010));
        history.end(gone, "finished", null, 1, at(1_100));
        history.archives().removed("2.mbz", at(1_500));
        long kept = history.begin("schedule", "a process", at(1_200));
        record(kept, 3, Result.WARNING, at(1_210));
        history.end(kept, "finished", null, 1, at(1_300));

        history.forgetBefore(at(5_000));

        assertThat(reader.runs(10, 0)).extracting(RunRow::id).containsExactly(kept);
        assertThat(reader.archives(2)).isEmpty();
        assertThat(reader.archives(3)).hasSize(1);
        assertThat(reader.warnings(kept, 3)).isEmpty();
        assertThat(reader.course(3).orElseThrow().good().made()).isEqualTo(at(1_210));
    }

    @Test
    void long_reasons_are_cut_to_what_the_tables_hold() {
        long run = history.begin("schedule", "a process", at(1_000));

        history.end(run, "failed", "x".repeat(3_000), 0, at(1_100));

        assertThat(reader.run(run).orElseThrow().reason()).hasSize(2_000).endsWith("x…");
    }

    @Test
    void each_course_is_counted_in_one_age_only() {
        long now = 100 * DAY;
        long run = history.begin("schedule", "a process", at(0));
        record(run, 2, Result.OK, at(now - DAY));
        record(run, 3, Result.OK, at(now - DAY - 1));
        record(run, 4, Result.OK, at(now - 8 * DAY));
        record(run, 5, Result.OK, at(now - 31 * DAY));
        record(run, 6, Result.FAILED, at(now));
        record(run, 7, Result.SKIPPED, at(now));

        assertThat(new SiteFigures(database).ages(at(now)))
                .isEqualTo(new Ages(6, 1, 1, 1, 1, 1, 1, at(now - 31 * DAY)));
    }

    @Test
    void archives_on_servers_count_as_read_as_long_as_the_servers_are_targets() {
        long run = history.begin("schedule", "a process", at(0));
        record(run, 2, Result.OK, at(9 * DAY));
        JdbcTemplate rows = new JdbcTemplate(database);
        rows.update("update archive set location = '/backups/1.mbz'");
        history.archives().copied("/backups/1.mbz", "sftp:nas/moodle/1.mbz", null);
        history.archives().copied("/backups/1.mbz", "sftp:nas-of-old/moodle/1.mbz", null);
        rows.update("update archive set checked = ? where location = '/backups/1.mbz'", 11 * DAY);
        rows.update("update archive set checked = ? where location = 'sftp:nas/moodle/1.mbz'", 10 * DAY);
        rows.update("update archive set damaged = ? where location like 'sftp:%'", 10 * DAY);
        SiteFigures figures = new SiteFigures(database);

        assertThat(figures.readings(List.of())).isEqualTo(new Readings(0, at(11 * DAY)));
        assertThat(figures.readings(List.of("sftp:nas/moodle/", "aws2-s3:none/")))
                .isEqualTo(new Readings(1, at(10 * DAY)));
    }

    @Test
    void courses_at_risk_are_those_that_somebody_should_look_at_worst_first() {
        long now = 100 * DAY;
        long run = history.begin("schedule", "a process", at(0));
        record(run, 2, Result.OK, at(now - DAY));
        record(run, 3, Result.SKIPPED, at(now));
        record(run, 4, Result.OK, at(now - 8 * DAY));
        record(run, 5, Result.WARNING, at(now - DAY));
        record(run, 6, Result.FAILED, at(now));
        record(run, 7, Result.OK, at(now - 2 * DAY));
        record(history.begin("schedule", "a process", at(1)), 7, Result.FAILED, at(now));
        CourseList list = new CourseList(database);

        assertThat(list.atRisk(at(now - 7 * DAY), at(now), 10))
                .extracting(CourseEntry::id)
                .containsExactly(6L, 7L, 4L, 5L);
        assertThat(list.countAtRisk(at(now - 7 * DAY), at(now))).isEqualTo(4);
        assertThat(list.atRisk(Instant.EPOCH, at(now), 2))
                .extracting(CourseEntry::id)
                .containsExactly(6L, 7L);
        assertThat(list.page(new CourseList.Query("", "", CourseList.Sort.WORST, false), 10, 0))
                .extracting(CourseEntry::id)
                .startsWith(6L)
                .endsWith(3L);
    }

    private void record(long run, long course, Result result, Instant ended) {
        CourseRecords.record(history, run, course, result, result == Result.OK ? null : "because", ended);
    }

    private static Instant at(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond);
    }
}
