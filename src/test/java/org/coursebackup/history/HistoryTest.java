package org.coursebackup.history;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.SiteFigures.Ages;

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
        long first = history.begin("schedule", "a process", 5_000);
        long second = history.begin("command", "a process", 5_000);

        assertThat(second).isGreaterThan(first);
        assertThat(reader.runs(10, 0)).extracting(RunRow::id).containsExactly(second, first);
    }

    @Test
    void a_run_that_ends_has_the_counts_of_its_outcomes() {
        long run = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(run, 2, Result.OK, 1_010));
        history.record(outcome(run, 3, Result.WARNING, 1_020));
        history.record(outcome(run, 4, Result.SKIPPED, 1_030));
        history.record(outcome(run, 5, Result.FAILED, 1_040));
        history.record(outcome(run, 6, Result.INTERRUPTED, 1_050));
        history.record(outcome(run, 7, Result.GONE, 1_060));

        history.end(run, "finished", null, 6, 1_100);

        RunRow row = reader.run(run).orElseThrow();
        assertThat(List.of(row.offered(), row.ok(), row.warned(), row.skipped(), row.failed()))
                .containsExactly(6, 1, 1, 1, 2);
        assertThat(row.bytes()).isEqualTo(2_000);
        assertThat(row.started()).isEqualTo(1_000);
        assertThat(row.ended()).isEqualTo(1_100);
    }

    @Test
    void what_is_recorded_again_takes_the_place_of_what_was() {
        long run = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(run, 2, Result.WARNING, 1_010));

        history.record(outcome(run, 2, Result.FAILED, 1_020));

        assertThat(reader.outcomes(run, 10, 0)).extracting(Outcome::result).containsExactly(Result.FAILED);
        assertThat(reader.warnings(run, 2)).isEmpty();
        assertThat(reader.archives(2)).isEmpty();
    }

    @Test
    void a_failure_leaves_the_newest_good_archive_known() {
        long first = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(first, 2, Result.WARNING, 1_010));
        long second = history.begin("schedule", "a process", 2_000_000);
        history.record(outcome(second, 2, Result.FAILED, 2_010));

        CourseRow course = reader.course(2).orElseThrow();
        assertThat(course.result()).isEqualTo(Result.FAILED);
        assertThat(course.runId()).isEqualTo(second);
        assertThat(course.goodMade()).isEqualTo(1_010);
        assertThat(reader.newestGoodStart(2)).isEqualTo(1_000);
        assertThat(reader.warnings(first, 2)).containsExactly("a file is missing");
    }

    @Test
    void a_deleted_course_leaves_the_list_and_its_archives_stay_known() {
        long run = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(run, 2, Result.OK, 1_010));

        history.record(outcome(run + 1, 2, Result.GONE, 1_020));

        assertThat(reader.course(2)).isEmpty();
        assertThat(reader.archives(2)).hasSize(1);
    }

    @Test
    void copies_and_removals_are_known_by_their_places() {
        long run = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(run, 2, Result.OK, 1_010));

        history.copied("2.mbz", "sftp://backup/2.mbz");
        history.removed("2.mbz", 3_000);
        history.removed("2.mbz", 4_000);

        assertThat(reader.archives(2))
                .extracting(ArchiveRow::location, ArchiveRow::removed)
                .containsExactly(tuple("2.mbz", 3_000L), tuple("sftp://backup/2.mbz", null));
    }

    @Test
    void runs_left_behind_are_ended_but_not_the_current_one() {
        long left = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(left, 2, Result.OK, 1_010));
        long current = history.begin("schedule", "another process", 2_000_000);

        assertThat(history.abandoned(current)).isEqualTo(left);
        history.endAbandoned(current, 2_000);

        assertThat(history.abandoned(current)).isZero();
        assertThat(reader.run(left).orElseThrow().state()).isEqualTo("interrupted");
        assertThat(reader.run(left).orElseThrow().offered()).isEqualTo(1);
        assertThat(reader.run(current).orElseThrow().state()).isEqualTo("running");
    }

    @Test
    void forgetting_keeps_archives_that_are_still_there_with_their_run() {
        long gone = history.begin("schedule", "a process", 1_000_000);
        history.record(outcome(gone, 2, Result.OK, 1_010));
        history.end(gone, "finished", null, 1, 1_100);
        history.removed("2.mbz", 1_500);
        long kept = history.begin("schedule", "a process", 1_200_000);
        history.record(outcome(kept, 3, Result.WARNING, 1_210));
        history.end(kept, "finished", null, 1, 1_300);

        history.forgetBefore(5_000);

        assertThat(reader.runs(10, 0)).extracting(RunRow::id).containsExactly(kept);
        assertThat(reader.archives(2)).isEmpty();
        assertThat(reader.archives(3)).hasSize(1);
        assertThat(reader.warnings(kept, 3)).isEmpty();
        assertThat(reader.course(3).orElseThrow().goodMade()).isEqualTo(1_210);
    }

    @Test
    void long_reasons_are_cut_to_what_the_tables_hold() {
        long run = history.begin("schedule", "a process", 1_000_000);

        history.end(run, "failed", "x".repeat(3_000), 0, 1_100);

        assertThat(reader.run(run).orElseThrow().reason()).hasSize(2_000).endsWith("x…");
    }

    @Test
    void each_course_is_counted_in_one_age_only() {
        long now = 100 * DAY;
        long run = history.begin("schedule", "a process", 1);
        history.record(outcome(run, 2, Result.OK, now - DAY));
        history.record(outcome(run, 3, Result.OK, now - DAY - 1));
        history.record(outcome(run, 4, Result.OK, now - 8 * DAY));
        history.record(outcome(run, 5, Result.OK, now - 31 * DAY));
        history.record(outcome(run, 6, Result.FAILED, now));

        assertThat(new SiteFigures(database).ages(now)).isEqualTo(new Ages(5, 1, 1, 1, 1, 1, now - 31 * DAY));
    }

    private static Outcome outcome(long run, long course, Result result, long ended) {
        return new Outcome(
                run,
                course,
                "C" + course,
                "Course " + course,
                result,
                result == Result.OK ? null : "because",
                ended - 10,
                ended,
                10_000,
                result.archived() ? 1_000 : 0,
                7,
                70,
                result == Result.WARNING ? List.of("a file is missing") : List.of(),
                Map.of("forum", 3L),
                Map.of(),
                result.archived() ? List.of(course + ".mbz") : List.of(),
                ended + DAY);
    }
}
