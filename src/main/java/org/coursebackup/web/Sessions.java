package org.coursebackup.web;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in; kept in memory, so a restart logs everybody out. */
final class Sessions {
    /** @param token proves that a form came from our own page */
    record Session(String token, Instant until) {}

    private static final Duration LENGTH = Duration.ofHours(8);
    private static final int AT_MOST = 1000;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** The secret for the cookie of a new session. */
    String begin() {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> session.until.isBefore(now));
        if (sessions.size() >= AT_MOST) {
            sessions.clear();
        }
        String id = secret();
        sessions.put(id, new Session(secret(), now.plus(LENGTH)));
        return id;
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> clock.instant().isBefore(session.until));
    }

    void end(String id) {
        sessions.remove(id);
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
