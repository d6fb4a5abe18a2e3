package org.coursebackup.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import org.coursebackup.language.Text;

/**
 * The one user of {@code report.user} and {@code report.password}; slows down guessing. Each address is counted on its
 * own, so that whoever guesses shuts nobody else out.
 */
final class Passwords {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    /** Addresses remembered; the one that failed least recently is forgotten first. */
    private static final int ADDRESSES = 1000;

    /** @param again when the address may try again */
    private record Failures(int count, Instant last, Instant again) {}

    private final String user;
    private final String password;
    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** @param password in plain text or hashed with bcrypt; empty if nobody can log in */
    Passwords(String user, String password, Clock clock) {
        this.user = user;
        this.password = password;
        this.clock = clock;
    }

    boolean exist() {
        return !user.isEmpty() && !password.isEmpty();
    }

    /**
     * @param address where the request comes from
     * @throws RequestException while there have been too many wrong ones from that address
     */
    @SuppressWarnings("ShortCircuitBoolean") // takes as long for a wrong name as for a wrong password
    boolean right(String givenUser, String givenPassword, String address) {
        if (!exist()) {
            return false;
        }
        // counted before it is known, so that many at once are no more than one after the other
        Failures counted = count(address);
        boolean right = same(user, givenUser) & matches(givenPassword);
        if (right) {
            forget(address);
        } else {
            LOG.warn(
                    "A login to the page from {} failed: wrong user name or password (failure {} in a row there){}",
                    address,
                    counted.count,
                    counted.again.isAfter(counted.last) ? "; further ones are refused until " + counted.again : "");
        }
        return right;
    }

    private synchronized Failures count(String address) {
        Instant now = clock.instant();
        Failures before = failures.remove(address);
        if (before == null || before.last.plus(REMEMBERED).isBefore(now)) {
            before = new Failures(0, now, now);
        }
        if (now.isBefore(before.again)) {
            failures.put(address, before);
            throw new RequestException(
                    429,
                    Text.of(
                            "refused.passwords",
                            Duration.between(now, before.again).toMinutes() + 1));
        }
        int count = before.count + 1;
        Failures after = new Failures(count, now, count % TRIES == 0 ? now.plus(pause(count / TRIES)) : now);
        failures.put(address, after);
        if (failures.size() > ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        return after;
    }

    /** Twice as long each time. */
    private static Duration pause(int times) {
        Duration pause = PAUSE.multipliedBy(1L << Math.min(times - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private synchronized void forget(String address) {
        failures.remove(address);
    }

    /** How many addresses are remembered. */
    synchronized int remembered() {
        return failures.size();
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
