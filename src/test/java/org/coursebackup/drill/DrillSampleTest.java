package org.coursebackup.drill;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DrillSampleTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_768_444_200);

    @Test
    void those_never_drilled_come_first_and_then_those_drilled_longest_ago() {
        Map<Long, Instant> last = new TreeMap<>();
        last.put(1L, NOW.minusSeconds(10));
        last.put(2L, NOW.minusSeconds(30));
        last.put(3L, null);
        last.put(4L, NOW.minusSeconds(20));

        assertThat(DrillSample.of(last, 3, 1)).containsExactly(3L, 2L, 4L);
        assertThat(DrillSample.of(last, 9, 1)).containsExactly(3L, 2L, 4L, 1L);
        assertThat(DrillSample.of(last, 0, 1)).isEmpty();
        assertThat(DrillSample.of(last, -1, 1)).isEmpty();
    }

    @Test
    void among_equals_the_seed_decides_and_the_same_seed_does_so_again() {
        Map<Long, Instant> last = new TreeMap<>();
        for (long course = 1; course <= 50; course++) {
            last.put(course, null);
        }

        assertThat(DrillSample.of(last, 10, 1)).isEqualTo(DrillSample.of(last, 10, 1));
        assertThat(DrillSample.of(last, 10, 1)).isNotEqualTo(DrillSample.of(last, 10, 2));
    }
}
