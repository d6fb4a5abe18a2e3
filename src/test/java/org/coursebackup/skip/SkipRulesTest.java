package org.coursebackup.skip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SkipRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    static List<String> cases() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/skip/decisions.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides_as_the_golden_file_says(String line) {
        String[] cell = line.split(" *; *", -1);
        CourseFacts course = new CourseFacts(
                7, cell[2].equals("yes"), ago(cell[3]), Integer.parseInt(cell[5]), ago(cell[6]), ago(cell[7]));
        Instant logged = ago(cell[4]);

        SkipDecision decision = new SkipRules(settings(cell[1]))
                .decide(course, ago(cell[8]), (id, since) -> logged.isAfter(since), NOW);

        assertThat((decision.skip() ? "skip" : "back up") + "; " + decision.reason())
                .isEqualTo(cell[9] + "; " + cell[10]);
    }

    @Test
    void the_log_is_not_asked_about_a_visible_course_by_the_rule_of_2008() {
        CourseChanges log = (id, since) -> {
            throw new AssertionError("asked");
        };
        CourseFacts visible = new CourseFacts(7, true, Instant.EPOCH, 5, Instant.EPOCH, Instant.EPOCH);

        assertThat(new SkipRules(new SkipSettings(31, false, 0, false))
                        .decide(visible, Instant.EPOCH, log, NOW)
                        .skip())
                .isFalse();
    }

    @Test
    void rows_of_any_number_type_are_read() {
        SkipFilter filter = new SkipFilter(
                new SkipRules(new SkipSettings(31, false, 0, false)),
                (id, since) -> false,
                id -> Instant.EPOCH,
                id -> false,
                id -> false,
                Clock.fixed(NOW, ZoneOffset.UTC));
        Map<String, Object> row = new HashMap<>(Map.of("courseid", 7, "visible", (short) 0, "timemodified", "12"));
        row.put("laststatus", null);

        assertThat(filter.decide(CourseFacts.of(row)))
                .isEqualTo(new SkipDecision(true, "hidden and not modified in the last 31 days"));
    }

    @Test
    void a_row_without_a_needed_column_names_it() {
        assertThatThrownBy(() -> CourseFacts.of(Map.of("id", 7, "visible", 1))).hasMessageContaining("timemodified");
    }

    private static SkipSettings settings(String rules) {
        List<String> on = List.of(rules.split(" "));
        return new SkipSettings(
                on.contains("h31") ? 31 : 0, on.contains("hidden"), on.contains("u30") ? 30 : 0, on.contains("prev"));
    }

    private static Instant ago(String days) {
        return days.equals("-") ? Instant.EPOCH : NOW.minusSeconds(Math.round(Double.parseDouble(days) * 86_400));
    }
}
