package org.coursebackup.history;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlannedNamesTest {
    private static final Instant NIGHT = Instant.parse("2026-11-27T02:00:00Z");

    private PlannedNames names;

    @BeforeEach
    void open() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        new History(database);
        names = new PlannedNames(database);
    }

    @Test
    void a_name_is_known_before_there_is_an_archive_of_that_name() {
        names.note(7, NIGHT, "Bio \ud83d\ude00.mbz", name -> false);

        assertThat(names.of(7)).containsExactly("Bio \ud83d\ude00.mbz");
        assertThat(names.of(8)).isEmpty();
        assertThat(names.has("Bio \ud83d\ude00.mbz")).isTrue();
        assertThat(names.has("Bio.mbz")).isFalse();
    }

    @Test
    void names_of_which_there_is_no_file_are_forgotten_with_the_next_one() {
        names.note(7, NIGHT, "first.mbz", name -> false);
        names.note(8, NIGHT, "other.mbz", name -> false);
        names.note(7, NIGHT.plusSeconds(60), "second.mbz", "first.mbz"::equals);
        assertThat(names.of(7)).containsExactly("first.mbz", "second.mbz");

        names.note(7, NIGHT.plusSeconds(120), "third.mbz", "first.mbz"::equals);

        assertThat(names.of(7)).containsExactly("first.mbz", "third.mbz");
        assertThat(names.of(8)).containsExactly("other.mbz");
    }

    @Test
    void the_same_moment_has_one_name() {
        names.note(7, NIGHT, "first.mbz", name -> true);
        names.note(7, NIGHT, "second.mbz", name -> true);

        assertThat(names.of(7)).isEqualTo(Set.of("second.mbz"));
    }
}
