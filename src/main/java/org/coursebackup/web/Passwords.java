package org.coursebackup.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The one user of {@code report.user} and {@code report.password}; slows down guessing. */
final class Passwords {
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final String user;
    private final String password;
    private final Clock clock;
    private int failures;
    private Instant again = Instant.MIN;

    /** @param password in plain text or hashed with bcrypt; empty if nobody can log in */
    Passwords(String user, String password, Clock clock) {
        this.user = user;
        this.password = password;
        this.clock = clock;
    }

    boolean exist() {
        return !user.isEmpty() && !password.isEmpty();
    }

    /** @throws RequestException while there have been too many wrong ones */
    @SuppressWarnings("ShortCircuitBoolean") // takes as long for a wrong name as for a wrong password
    synchronized boolean right(String givenUser, String givenPassword) {
        if (!exist()) {
            return false;
        }
        if (clock.instant().isBefore(again)) {
            throw new RequestException(429, "Too many wrong passwords; try again in half a minute.");
        }
        boolean right = same(user, givenUser) & matches(givenPassword);
        failures = right ? 0 : failures + 1;
        if (failures >= TRIES) {
            again = clock.instant().plus(PAUSE);
            failures = 0;
        }
        return right;
    }

    static boolean hashed(String password) {
        return password.matches("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    }

    private boolean matches(String given) {
        return hashed(password) ? new BCryptPasswordEncoder().matches(given, password) : same(password, given);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
