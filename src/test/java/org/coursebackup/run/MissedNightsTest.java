package org.coursebackup.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.schedule.Schedule;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

class MissedNightsTest {
    private static final String NIGHTLY = "0 0 3 * * ?";

    private HikariDataSource database;
    private History history;
    private HistoryReader reader;

    @BeforeEach
    void open() {
        database = DatabaseKind.H2.empty().pool();
        history = new History(database);
        reader = new HistoryReader(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void each_planned_start_without_a_run_gets_a_row_with_its_reason_once() {
        ran("schedule", "2026-01-10T03:00:00Z");
        ran("catch-up", "2026-01-12T03:40:00Z");
        MissedNights nights = at(NIGHTLY, "2026-01-14T09:00:00Z");
        nights.because(Instant.parse("2026-01-14T02:00:00Z"), Instant.parse("2026-01-14T09:00:00Z"), "No database.");

        nights.note();
        nights.note();

        assertThat(missed())
                .extracting(run -> run.started() + " " + run.reason())
                .containsExactly(
                        "2026-01-14T03:00:00Z No database.",
                        "2026-01-13T03:00:00Z The program was not running at that time.",
                        "2026-01-11T03:00:00Z The program was not running at that time.");
        assertThat(missed()).allMatch(run -> run.cause().equals("schedule"));
    }

    @Test
    void a_start_that_may_still_begin_is_not_missed() {
        ran("schedule", "2026-01-13T03:00:00Z");
        at(NIGHTLY, "2026-01-14T03:10:00Z").note();
        assertThat(missed()).isEmpty();
        at(NIGHTLY, "2026-01-14T03:15:00Z").note();
        assertThat(missed()).hasSize(1);
    }

    @Test
    void before_the_schedule_was_first_used_nothing_was_missed() {
        ran("command", "2026-01-02T12:00:00Z");
        at(NIGHTLY, "2026-01-14T09:00:00Z").note();
        assertThat(missed()).isEmpty();
    }

    @Test
    void starts_every_few_minutes_are_no_nights() {
        ran("schedule", "2026-01-13T03:00:00Z");
        at("0 0/10 * * * ?", "2026-01-14T09:00:00Z").note();
        assertThat(missed()).isEmpty();
    }

    private MissedNights at(String cron, String now) {
        return new MissedNights(
                new Schedule(cron, ZoneOffset.UTC), history, reader, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    private void ran(String cause, String began) {
        Instant time = Instant.parse(began);
        history.end(history.begin(cause, "a process", time), "finished", null, 0, time.plusSeconds(60));
    }

    private List<RunRow> missed() {
        return reader.runs(100, 0).stream().filter(RunRow::missed).toList();
    }
}
