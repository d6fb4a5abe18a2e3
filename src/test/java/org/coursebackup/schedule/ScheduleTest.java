package org.coursebackup.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {
    static List<String> nights() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/schedule/next-starts.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("nights")
    void starts_as_the_golden_file_says(String line) {
        List<String> cells = List.of(line.split(" *; *"));
        ZoneId zone = ZoneId.of(cells.get(1));
        Schedule schedule = new Schedule(cells.get(0), zone);

        List<String> starts = new ArrayList<>();
        Instant after = OffsetDateTime.parse(cells.get(2)).toInstant();
        for (int i = 0; i < 3; i++) {
            Optional<Instant> next = schedule.next(after);
            starts.add(next.map(start -> start.atZone(zone).toOffsetDateTime().toString())
                    .orElse("none"));
            after = next.orElse(after);
        }
        assertThat(starts).isEqualTo(cells.subList(3, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "1111111, 0 5 0 ? * *",
        "0000000, no weekday",
        "1000001, '0 5 0 ? * SUN,SAT'",
        "0101, '0 5 0 ? * MON,WED'",
        "'', no weekday"
    })
    void moodles_weekdays_become_a_cron_expression(String weekdays, String expected) {
        String cron;
        try {
            cron = MoodleSchedule.cron(weekdays, 0, 5);
            new Schedule(cron, ZoneOffset.UTC);
        } catch (IllegalArgumentException e) {
            cron = e.getMessage();
        }
        assertThat(cron).contains(expected);
    }

    @Test
    void moodles_hour_may_not_be_nonsense() {
        assertThatThrownBy(() -> MoodleSchedule.cron("1111111", 24, 0)).hasMessageContaining("not a time of day");
    }

    @Test
    void a_bad_expression_is_explained() {
        assertThatThrownBy(() -> new Schedule("at night", ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at night")
                .hasMessageContaining("six fields");
    }

    @ParameterizedTest
    @CsvSource({
        // now, regular, after an error, night
        "2026-11-23T03:00:00Z, 2026-11-24T03:00:00Z, 2026-11-23T03:15:00Z, true",
        "2026-11-23T08:59:59Z, 2026-11-24T03:00:00Z, 2026-11-23T09:14:59Z, true",
        "2026-11-23T09:00:00Z, 2026-11-24T03:00:00Z, 2026-11-23T09:15:00Z, false",
        "2026-11-24T02:50:00Z, 2026-11-24T03:00:00Z, 2026-11-24T03:00:00Z, false"
    })
    void an_error_is_tried_again_in_the_same_night_and_on_the_next(
            Instant now, Instant regular, Instant afterError, boolean night) {
        NextStart next = new NextStart(
                new Schedule("0 0 3 * * ?", ZoneOffset.UTC),
                Duration.ofMinutes(15),
                Duration.ofHours(6),
                Clock.fixed(now, ZoneOffset.UTC));

        assertThat(next.regular()).isEqualTo(regular);
        assertThat(next.afterError()).isEqualTo(afterError);
        assertThat(next.night()).isEqualTo(night);
    }

    @Test
    void without_any_further_start_an_error_is_still_tried_again() {
        Instant now = Instant.parse("2026-11-23T03:00:00Z");
        NextStart next = new NextStart(
                new Schedule("0 0 3 1 1 ? 2020", ZoneOffset.UTC),
                Duration.ofMinutes(15),
                Duration.ofHours(6),
                Clock.fixed(now, ZoneOffset.UTC));

        assertThat(next.regular()).isEqualTo(NextStart.NEVER);
        assertThat(next.afterError()).isEqualTo(now.plusSeconds(900));
    }

    /** The search used to begin eight days back and go through every start since, which took hours of CPU time. */
    @Test
    @Timeout(20)
    void the_latest_of_starts_that_come_every_second_is_found_at_once() {
        Schedule schedule = new Schedule("* * * * * ?", ZoneId.of("Europe/Berlin"));
        Instant now = Instant.parse("2026-01-15T02:30:00Z");

        assertThat(schedule.latest(now)).contains(now);
        assertThat(schedule.next(now)).contains(now.plusSeconds(1));
    }
}
