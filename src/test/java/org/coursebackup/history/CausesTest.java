package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Courses with the same trouble have one cause. */
class CausesTest {
    private final JdbcDataSource database = new JdbcDataSource();
    private History history;
    private CauseList causes;

    @BeforeEach
    void open() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        history = new History(database);
        causes = new CauseList(database);
    }

    @Test
    void reasons_that_differ_in_ids_names_places_and_amounts_are_one_cause() {
        CourseName garden = new CourseName(2, "GARDEN", "Garden café");
        CourseName harbour = new CourseName(33, "HARBOUR", "The harbour");

        assertThat(CausePattern.of(
                        "Course 2 (GARDEN) has no row in the table context. Rebuild the context paths.", garden))
                .isEqualTo(CausePattern.of(
                        "Course 33 (HARBOUR) has no row in the table context. Rebuild the context paths.", harbour));
        assertThat(CausePattern.of(
                        "The pool file 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 is missing (/mdl/data/0a/1b/0a1b), so a"
                                + " restored course will lack it.",
                        garden))
                .isEqualTo(CausePattern.of(
                        "The pool file ffeeddccbbaa99887766554433221100ffeeddcc is missing (/mdl/other/ff/ee/ffee), so"
                                + " a restored course will lack it.",
                        harbour));
        assertThat(CausePattern.of("1 activity of the plugin mod_book left out.", garden))
                .isEqualTo(CausePattern.of("1,204 activities of the plugin mod_book left out.", harbour));
    }

    @Test
    void reasons_that_differ_in_what_matters_are_several() {
        CourseName course = new CourseName(2, "GARDEN", "Garden café");

        assertThat(List.of(
                        "3 rows of the plugin mod_h5p2 left out",
                        "3 rows of the plugin mod_h5p3 left out",
                        "The server answered HTTP 403",
                        "The server answered HTTP 507"))
                .extracting(reason -> CausePattern.of(reason, course).id())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_name_that_is_an_everyday_word_does_not_hide_the_message() {
        assertThat(CausePattern.of("The file is gone.", new CourseName(2, "e", "is"))
                        .message())
                .isEqualTo("The file is gone.");
    }

    @Test
    void courses_are_counted_by_cause_and_those_that_fail_come_first() {
        long run = history.begin("schedule", "a process", at(1_000));
        warned(run, 2, "The pool file 0123456789 is missing.", "The pool file abcdef01234 is missing.");
        warned(run, 3, "The pool file 77777777777 is missing.");
        failed(run, 4, "Course 4 has no row in the table context. Rebuild the context paths.");
        end(run);

        assertThat(causes.current(10))
                .extracting(Cause::failed, Cause::courses, Cause::times, Cause::what, Cause::remedy)
                .containsExactly(
                        tuple(true, 1L, 1L, "Course … has no row in the table context.", "Rebuild the context paths."),
                        tuple(false, 2L, 3L, "The pool file … is missing.", ""));
        assertThat(causes.current(10).get(1).example().id()).isEqualTo(2);
        assertThat(causes.count()).isEqualTo(2);
    }

    @Test
    void a_cause_is_over_when_its_last_course_is_well_and_keeps_when_it_was_first_seen_until_then() {
        long first = history.begin("schedule", "a process", at(1_000));
        failed(first, 4, "Course 4 has no row in the table context.");
        failed(first, 5, "Course 5 has no row in the table context.");
        end(first);
        long second = history.begin("schedule", "a process", at(9_000));
        ok(second, 4);
        failed(second, 5, "Course 5 has no row in the table context.");
        end(second);

        assertThat(causes.current(10)).singleElement().satisfies(cause -> {
            assertThat(cause.courses()).isEqualTo(1);
            assertThat(cause.firstSeen()).isEqualTo(at(1_010));
            assertThat(cause.lastSeen()).isEqualTo(at(9_010));
        });

        long third = history.begin("schedule", "a process", at(20_000));
        ok(third, 5);
        end(third);

        assertThat(causes.current(10)).isEmpty();
        assertThat(causes.gone(at(9_000), 10)).singleElement().satisfies(cause -> assertThat(cause.what())
                .contains("no row in the table context"));
        assertThat(causes.gone(at(9_011), 10)).isEmpty();
    }

    @Test
    void a_course_that_a_rule_skips_by_now_counts_no_longer() {
        long run = history.begin("schedule", "a process", at(1_000));
        failed(run, 4, "Course 4 has no row in the table context.");
        new JdbcTemplate(database).update("update course set status = '3' where course_id = 4");

        assertThat(causes.current(10)).isEmpty();
    }

    @Test
    void a_status_that_others_wrote_is_counted_as_unexplained() {
        new JdbcTemplate(database)
                .update("insert into course (course_id, shortname, fullname, status) values (9, 'X', 'Y', '0')");

        assertThat(causes.unexplained()).isEqualTo(1);
        assertThat(causes.current(10)).isEmpty();
    }

    @Test
    void causes_of_outcomes_from_before_are_found_when_an_older_history_is_opened() {
        long run = history.begin("schedule", "a process", at(1_000));
        failed(run, 4, "Course 4 has no row in the table context.");
        warned(run, 5, "The pool file 0123456789 is missing.");
        JdbcTemplate tables = new JdbcTemplate(database);
        tables.update("delete from cause");
        tables.update("delete from course_cause");

        new History(database);

        assertThat(causes.current(10)).extracting(Cause::courses).containsExactly(1L, 1L);
        assertThat(causes.current(10)).extracting(Cause::firstSeen).containsOnly(at(1_010));
    }

    @Test
    void what_nobody_has_any_more_is_forgotten_with_its_runs() {
        long run = history.begin("schedule", "a process", at(1_000));
        failed(run, 4, "Course 4 has no row in the table context.");
        failed(run, 5, "Something else.");
        long next = history.begin("schedule", "a process", at(2_000));
        ok(next, 5);

        history.forgetBefore(at(5_000));

        assertThat(new JdbcTemplate(database).queryForList("select message from cause", String.class))
                .containsExactly("Course … has no row in the table context.");
    }

    private void failed(long run, long course, String reason) {
        record(run, course, Result.FAILED, reason, List.of());
    }

    private void warned(long run, long course, String... warnings) {
        record(run, course, Result.WARNING, warnings[0], List.of(warnings));
    }

    private void ok(long run, long course) {
        record(run, course, Result.OK, null, List.of());
    }

    private void record(long run, long course, Result result, String reason, List<String> warnings) {
        Instant began = Instant.ofEpochMilli(run);
        history.record(
                new Outcome(
                        run,
                        new CourseName(course, "C" + course, "Course number " + course),
                        new Ending(result, reason, began, began.plusSeconds(10)),
                        new Measures(Duration.ofSeconds(10), 1_000, 7, 70)),
                new OutcomeDetails(warnings, Map.of(), Map.of(), List.of(), null, null),
                began.plusSeconds(60_000));
    }

    private void end(long run) {
        history.end(run, "finished", null, 3, Instant.ofEpochMilli(run).plusSeconds(100));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
