package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.CourseEntry.LastRun;
import org.coursebackup.history.SiteFigures.Effort;
import org.coursebackup.history.SiteFigures.Stretch;

import static org.assertj.core.api.Assertions.assertThat;

/** What programs read from the page, the webhook and {@code status --json} stays the same. */
class HistoryJsonTest {
    private static final CourseName GARDEN = new CourseName(2, "GARDEN", "Garden café");

    @Test
    void a_run_has_its_totals_beside_its_other_fields() throws Exception {
        assertThat(json(new RunRow(
                        7,
                        "schedule",
                        "a process",
                        "finished",
                        null,
                        at(100),
                        at(200),
                        5,
                        new RunTotals(1, 2, 6, 3, 4, 5))))
                .isEqualTo("{\"id\":7,\"cause\":\"schedule\",\"process\":\"a process\",\"state\":\"finished\","
                        + "\"reason\":null,\"started\":100,\"ended\":200,\"offered\":5,\"ok\":1,\"warned\":2,"
                        + "\"unchanged\":6,\"skipped\":3,\"failed\":4,\"bytes\":5,"
                        + "\"cloned\":0,\"copied\":0,\"bytesRead\":0}");
    }

    @Test
    void a_run_that_goes_on_has_no_end() throws Exception {
        assertThat(json(new RunRow(7, "schedule", "a process", "running", null, at(100), null, 0, RunTotals.NONE)))
                .contains("\"ended\":null");
    }

    @Test
    void an_outcome_is_flat_and_its_time_in_milliseconds() throws Exception {
        assertThat(json(new Outcome(
                        7,
                        GARDEN,
                        new Ending(Result.FAILED, "no context", at(100), at(103)),
                        new Measures(Duration.ofMillis(2_500), 0, 0, 70))))
                .isEqualTo("{\"runId\":7,\"courseId\":2,\"shortname\":\"GARDEN\",\"fullname\":\"Garden café\","
                        + "\"result\":\"FAILED\",\"reason\":\"no context\",\"started\":100,\"ended\":103,"
                        + "\"millis\":2500,\"bytes\":0,\"entries\":0,\"statements\":70,"
                        + "\"cloned\":0,\"copied\":0,\"bytesRead\":0}");
    }

    @Test
    void a_course_that_no_run_has_touched_says_so_with_zeros() throws Exception {
        assertThat(json(new CourseEntry(
                        GARDEN,
                        true,
                        new CourseEntry.Category(3, "Outdoors"),
                        "5",
                        new LastRun(0, null, null, Instant.EPOCH),
                        Instant.EPOCH,
                        GoodArchive.NONE,
                        CourseEntry.Drilled.NEVER)))
                .isEqualTo("{\"courseId\":2,\"shortname\":\"GARDEN\",\"fullname\":\"Garden café\",\"visible\":true,"
                        + "\"category\":{\"id\":3,\"name\":\"Outdoors\"},"
                        + "\"status\":\"5\",\"result\":null,\"reason\":null,\"ended\":0,\"nextStart\":0,"
                        + "\"goodMade\":0,"
                        + "\"goodAsOf\":0,\"goodBytes\":0,\"millis\":0,"
                        + "\"proved\":null,\"provedMade\":null,\"drillFailed\":null}");
    }

    @Test
    void durations_are_seconds_unless_the_field_says_milliseconds() throws Exception {
        assertThat(json(new Stretch(Duration.ofMinutes(2), 3, 4))).isEqualTo("{\"begins\":120,\"done\":3,\"bytes\":4}");
        assertThat(json(new Effort(70, Duration.ofMinutes(2)))).isEqualTo("{\"statements\":70,\"millis\":120000}");
    }

    private static String json(Object value) throws JsonProcessingException {
        return HistoryJson.mapper().writeValueAsString(value);
    }

    private static Instant at(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond);
    }
}
