package org.coursebackup.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.run.RunRequest;
import org.coursebackup.status.StatusTable;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Times that cannot be true: a clock that was ahead for one night, a schedule that was moved. */
class WrongClockTest {
    private static final Instant TODAY = Instant.parse("2026-01-15T02:30:00Z");
    private final SettableClock clock = new SettableClock(Instant.parse("2036-05-01T03:00:00Z"));
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("skip.hidden-unmodified-days", "0");
        site.properties.setProperty("skip.unmodified-since-backup", "true");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void after_a_run_under_a_clock_that_was_years_ahead_every_course_is_due_again_and_ages_are_true() throws Exception {
        site.start();
        site.run(RunRequest.due("command"));
        assertThat(site.archives()).isNotEmpty().allMatch(name -> name.contains("-20360501-"));

        set(TODAY);
        site.start();
        site.run(RunRequest.due("command"));

        assertThat(site.archives()).isNotEmpty().allMatch(name -> name.contains("-20260115-"));
        assertThat(site.nextStarts().values())
                .allMatch(next -> next > TODAY.getEpochSecond() && next < TODAY.getEpochSecond() + 86_400);
        assertThat(new StatusTable(new MoodleCourses(site.pools.moodle()), site.reader(), clock).worstFirst())
                .allMatch(course ->
                        course.good().age() == null || !course.good().age().isNegative());
    }

    @Test
    void a_schedule_that_is_moved_to_an_earlier_hour_loses_no_night() throws Exception {
        set(TODAY);
        site.properties.setProperty("schedule.cron", "0 0 3 * * ?");
        site.start();
        set(Instant.parse("2026-01-15T03:00:00Z"));
        site.run(RunRequest.due("schedule"));
        assertThat(site.nextStarts().get(2L))
                .isEqualTo(Instant.parse("2026-01-16T03:00:00Z").getEpochSecond());

        set(Instant.parse("2026-01-15T12:00:00Z"));
        site.properties.setProperty("schedule.cron", "0 0 22 * * ?");
        site.start().tidyUp();

        assertThat(site.nextStarts().get(2L))
                .isLessThanOrEqualTo(Instant.parse("2026-01-15T22:00:00Z").getEpochSecond());
    }

    @Test
    void times_that_can_be_true_stay_as_they_are() throws Exception {
        set(TODAY);
        site.start();
        site.run(RunRequest.due("command"));
        Map<Long, Long> before = site.nextStarts();

        set(TODAY.plusSeconds(60));
        site.start().tidyUp();

        assertThat(site.nextStarts()).isEqualTo(before);
    }

    private void set(Instant moment) {
        clock.advance(Duration.between(clock.instant(), moment));
    }
}
