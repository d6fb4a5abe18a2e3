package org.coursebackup.prove;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CourseSampleTest {
    private static final Map<Long, Set<String>> SITE = Map.of(
            2L, Set.of("core", "mod_forum", "mod_quiz", "qtype_essay"),
            3L, Set.of("core", "mod_forum"),
            4L, Set.of("core", "mod_attendance"),
            5L, Set.of("core", "mod_attendance", "mod_forum"));
    private static final Set<String> ALL = Set.of("core", "mod_forum", "mod_quiz", "qtype_essay", "mod_attendance");

    @Test
    void without_a_number_as_few_courses_are_chosen_as_have_every_component() {
        assertThat(CourseSample.of(SITE, ALL, 0)).isEqualTo(new CourseSample(List.of(2L, 4L), Set.of()));
    }

    @Test
    void of_equals_the_smallest_course_is_taken() {
        assertThat(CourseSample.of(SITE, Set.of("mod_attendance"), 0).courses()).containsExactly(4L);
    }

    @Test
    void what_a_small_number_does_not_cover_is_named() {
        assertThat(CourseSample.of(SITE, ALL, 1)).isEqualTo(new CourseSample(List.of(2L), Set.of("mod_attendance")));
    }

    @Test
    void a_large_number_takes_further_courses_and_no_course_twice() {
        assertThat(CourseSample.of(SITE, ALL, 3).courses())
                .hasSize(3)
                .startsWith(2L, 4L)
                .doesNotHaveDuplicates();
        assertThat(CourseSample.of(SITE, ALL, 9).courses()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
    }
}
