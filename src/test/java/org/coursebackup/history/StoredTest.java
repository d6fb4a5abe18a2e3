package org.coursebackup.history;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredTest {
    @Test
    void what_fits_stays_as_it_is() {
        assertThat(Stored.shortname("Gärten & Söhne")).isEqualTo("Gärten & Söhne");
        assertThat(Stored.text("x".repeat(2000), 2000)).hasSize(2000).doesNotContain("…");
        assertThat(Stored.text(null, 10)).isNull();
    }

    @Test
    void what_is_too_long_is_cut_and_no_character_in_two() {
        assertThat(Stored.shortname("x".repeat(10_000_000))).hasSize(255).endsWith("x…");
        assertThat(Stored.text("abc😀def", 5)).isEqualTo("abc…");
        assertThat(Stored.text("abc😀def", 6)).isEqualTo("abc😀…");
    }

    @Test
    void a_nul_which_postgresql_refuses_is_shown() {
        assertThat(Stored.fullname("a\0b")).isEqualTo("a\ufffdb");
    }
}
