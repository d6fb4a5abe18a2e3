package org.coursebackup.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NightlySampleTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_768_444_200);
    private static final Map<Long, Set<String>> COURSES = Map.of(
            1L, Set.of("core"),
            2L, Set.of("core", "mod_forum"),
            3L, Set.of("core", "mod_quiz", "qtype_essay"),
            4L, Set.of("core", "mod_quiz"));

    private static ProofAttempt tried(long course, int daysAgo, String result) {
        Instant when = NOW.minus(Duration.ofDays(daysAgo));
        return new ProofAttempt(course, when, when.plusSeconds(60), "night", result, null);
    }

    @Test
    void what_was_never_compared_comes_first() {
        assertThat(NightlySample.of(COURSES, Set.of("mod_quiz", "qtype_essay"), Map.of(), 1, NOW))
                .containsExactly(3L);
        assertThat(NightlySample.of(COURSES, Set.of("mod_forum"), Map.of(), 1, NOW))
                .containsExactly(2L);
    }

    @Test
    void the_rest_of_the_number_goes_to_the_courses_compared_longest_ago() {
        Map<Long, ProofAttempt> last = Map.of(
                1L, tried(1, 30, "equal"),
                2L, tried(2, 40, "equal"),
                3L, tried(3, 20, "differs"),
                4L, tried(4, 2, "equal"));

        assertThat(NightlySample.of(COURSES, Set.of(), last, 2, NOW)).containsExactly(2L, 1L);
        assertThat(NightlySample.of(COURSES, Set.of(), last, 9, NOW)).containsExactly(2L, 1L, 3L);
        assertThat(NightlySample.of(COURSES, Set.of("qtype_essay"), last, 2, NOW))
                .containsExactly(3L, 2L);
    }

    @Test
    void an_upgrade_brings_a_course_back_at_once_but_one_that_said_nothing_rests_a_week() {
        assertThat(NightlySample.of(COURSES, Set.of("mod_forum"), Map.of(2L, tried(2, 1, "equal")), 1, NOW))
                .containsExactly(2L);
        assertThat(NightlySample.of(
                        Map.of(2L, Set.of("mod_forum")),
                        Set.of("mod_forum"),
                        Map.of(2L, tried(2, 1, "failed")),
                        1,
                        NOW))
                .isEmpty();
        assertThat(NightlySample.of(
                        Map.of(2L, Set.of("mod_forum")),
                        Set.of("mod_forum"),
                        Map.of(2L, tried(2, 8, "failed")),
                        1,
                        NOW))
                .containsExactly(2L);
    }
}
