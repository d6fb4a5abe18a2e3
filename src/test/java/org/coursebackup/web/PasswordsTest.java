package org.coursebackup.web;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import org.coursebackup.flow.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PasswordsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T02:30:00Z"));
    private final Passwords passwords = new Passwords("admin", "right", clock);

    @Test
    void whoever_guesses_shuts_nobody_else_out() {
        guess("192.0.2.1", 5);

        assertThatThrownBy(() -> passwords.right("admin", "right", "192.0.2.1"))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("Too many wrong passwords");
        assertThat(passwords.right("admin", "right", "192.0.2.2")).isTrue();
    }

    @Test
    void after_every_five_wrong_ones_the_pause_is_twice_as_long_up_to_a_quarter_of_an_hour() {
        guess("192.0.2.1", 5);
        clock.advance(Duration.ofSeconds(31));
        guess("192.0.2.1", 5);
        clock.advance(Duration.ofSeconds(31));
        assertThatThrownBy(() -> passwords.right("admin", "right", "192.0.2.1")).isInstanceOf(RequestException.class);
        clock.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 10; i++) {
            guess("192.0.2.1", 5);
            clock.advance(Duration.ofMinutes(15));
        }

        assertThat(passwords.right("admin", "right", "192.0.2.1")).isTrue();
        guess("192.0.2.1", 4);
        assertThat(passwords.right("admin", "right", "192.0.2.1"))
                .as("the right one begins the count anew")
                .isTrue();
    }

    @Test
    void guesses_from_countless_addresses_take_no_more_memory() {
        for (int i = 0; i < 5000; i++) {
            passwords.right("admin", "guess", "10.0." + i / 250 + "." + i % 250);
        }

        assertThat(passwords.remembered()).isEqualTo(1000);
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(passwords.right("admin", "guess", address)).isFalse();
        }
    }
}
