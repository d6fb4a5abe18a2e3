package org.coursebackup.history;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has the run of a site, for installations that share a history. */
class LockRowTest extends OnEmptyHistory {
    @Test
    void one_at_a_time_has_it_and_the_next_is_told_who_and_how_long_ago_that_one_gave_a_sign_of_life() {
        LockRow first = new LockRow(database, "site");
        assertThat(first.take("process 1 on a, since then", "a", 1, true)).isEmpty();

        assertThat(new LockRow(database, "site").take("process 2 on b", "b", 2, true))
                .get()
                .asString()
                .contains("process 1 on a, since then", "sign of life");
        assertThat(new LockRow(database, "another site").take("process 3", "b", 3, true))
                .isEmpty();
        assertThat(first.keep()).isEmpty();

        first.drop();
        assertThat(new LockRow(database, "site").take("process 2 on b", "b", 2, true))
                .isEmpty();
        assertThat(first.keep()).get().asString().contains("process 2 on b");
    }

    @Test
    void a_row_that_nobody_renewed_for_two_minutes_belongs_to_nobody() {
        assertThat(new LockRow(database, "site").take("process 1 on a", "a", 1, true))
                .isEmpty();
        age(110);
        assertThat(new LockRow(database, "site").take("process 2 on b", "b", 2, true))
                .isPresent();
        age(20);
        assertThat(new LockRow(database, "site").take("process 2 on b", "b", 2, true))
                .isEmpty();
    }

    @Test
    void a_process_that_knows_to_be_the_only_one_of_its_machine_takes_over_from_one_that_was_killed_there() {
        assertThat(new LockRow(database, "site").take("process 1 on a", "a", 1, true))
                .isEmpty();

        assertThat(new LockRow(database, "site").take("process 2 on a", "a", 2, false))
                .isPresent();
        assertThat(new LockRow(database, "site").take("process 2 on a", "a", 2, true))
                .isEmpty();
    }

    private void age(int seconds) {
        new JdbcTemplate(database).update("update run_lock set beat = beat - ?", seconds);
    }
}
