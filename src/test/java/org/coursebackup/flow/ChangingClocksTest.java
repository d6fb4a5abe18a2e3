package org.coursebackup.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.schedule.Schedule;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nights on which clocks are put forward and back, and one that lasts longer than a day. */
class ChangingClocksTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int COURSES = 9;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.archiveQuickly();
        site.properties.setProperty("skip.hidden-unmodified-days", "0");
        site.properties.setProperty("backup.workers", "1");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 0 30 2 * * ?, 2026-03-26T12:00:00Z",
        "Europe/Berlin, 0 30 2 * * ?, 2026-10-22T12:00:00Z",
        "Europe/Berlin, 0 0 3 * * ?, 2026-03-26T12:00:00Z",
        "America/Havana, 0 15 0 * * ?, 2026-03-05T12:00:00Z",
        "America/Havana, 0 15 0 * * ?, 2026-10-29T12:00:00Z",
        "Australia/Lord_Howe, 0 45 1 * * ?, 2026-04-02T12:00:00Z",
        "Australia/Lord_Howe, 0 15 2 * * ?, 2026-10-01T12:00:00Z"
    })
    void each_night_around_a_change_of_clocks_takes_every_course_once_and_the_next_one_is_due(
            String zone, String cron, Instant begin) throws Exception {
        SettableClock clock = new SettableClock(begin);
        site.clock = clock;
        site.properties.setProperty("schedule.timezone", zone);
        site.properties.setProperty("schedule.cron", cron);
        Schedule schedule = site.settings().schedule().starts();
        site.start();
        Instant before = null;
        for (int night = 0; night < 5; night++) {
            Instant planned = schedule.next(clock.instant()).orElseThrow();
            if (before != null) {
                assertThat(Duration.between(before, planned)).isBetween(HOUR.multipliedBy(22), HOUR.multipliedBy(26));
            }
            before = planned;
            clock.advance(Duration.between(clock.instant(), planned));

            RunSummary run = site.run(RunRequest.due("schedule"));

            assertThat(run.ok()).as("night of " + planned).isEqualTo(COURSES);
            assertThat(site.run(RunRequest.due("schedule")).offered())
                    .as("nothing is due twice")
                    .isZero();
            long next = schedule.next(planned).orElseThrow().getEpochSecond();
            assertThat(site.nextStarts().values()).hasSize(COURSES).containsOnly(next);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-01-15T03:00:00Z, 2026-01-17T03:00:00Z",
        "Europe/Berlin, 2026-03-28T02:00:00Z, 2026-03-30T01:00:00Z",
        "Europe/Berlin, 2026-10-24T01:00:00Z, 2026-10-26T02:00:00Z"
    })
    void a_run_that_lasts_longer_than_a_day_leaves_each_course_done_or_due(String zone, Instant begin, Instant tomorrow)
            throws Exception {
        SettableClock clock = new SettableClock(begin);
        site.clock = clock;
        site.properties.setProperty("schedule.timezone", zone);
        site.properties.setProperty("schedule.cron", "0 0 3 * * ?");
        List<Long> early = new ArrayList<>();
        AtomicBoolean late = new AtomicBoolean();
        site.before = course -> {
            if (late.get()) {
                return;
            }
            early.add(course);
            if (early.size() == 4) {
                late.set(true);
                clock.advance(HOUR.multipliedBy(24));
                assertThatThrownBy(() -> site.run(RunRequest.due("schedule")))
                        .as("the next regular start, while this run goes on")
                        .isInstanceOf(RunActiveException.class);
                clock.advance(HOUR.multipliedBy(2));
            }
        };
        site.start();

        assertThat(site.run(RunRequest.due("schedule")).ok()).isEqualTo(COURSES);

        early.remove(3); // it was being worked on when the regular start came
        long now = clock.instant().getEpochSecond();
        assertThat(site.nextStarts()).hasSize(COURSES).allSatisfy((course, next) -> assertThat(next <= now)
                .isEqualTo(early.contains(course)));
        site.archived.clear();
        site.run(RunRequest.due("catch-up"));
        assertThat(site.archived).containsExactlyInAnyOrderElementsOf(early);
        assertThat(site.nextStarts().values()).containsOnly(tomorrow.getEpochSecond());
    }
}
