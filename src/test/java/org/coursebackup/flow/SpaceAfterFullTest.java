package org.coursebackup.flow;

import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a target that was full has space again. */
class SpaceAfterFullTest {
    private static final long MB = 1_000_000;

    @Test
    void there_has_to_be_twice_what_the_courses_newest_archive_has() {
        assertThat(SpaceAfterFull.of(OptionalLong.of(5_000 * MB), 100_000 * MB)).isEqualTo(10_000 * MB);
        assertThat(SpaceAfterFull.of(OptionalLong.of(70 * MB), 100_000 * MB)).isEqualTo(140 * MB);
    }

    @Test
    void a_small_course_does_not_start_the_next_failure() {
        assertThat(SpaceAfterFull.of(OptionalLong.of(1), 100_000 * MB)).isEqualTo(100 * MB);
    }

    @Test
    void for_a_course_without_an_archive_it_is_a_gigabyte_or_a_tenth_of_a_small_file_system() {
        assertThat(SpaceAfterFull.of(OptionalLong.empty(), 100_000 * MB)).isEqualTo(1_000 * MB);
        assertThat(SpaceAfterFull.of(OptionalLong.empty(), 4_000 * MB)).isEqualTo(400 * MB);
        assertThat(SpaceAfterFull.of(OptionalLong.empty(), 300 * MB)).isEqualTo(100 * MB);
    }
}
