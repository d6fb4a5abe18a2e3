package org.coursebackup.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

import org.coursebackup.settings.ReportSettings;
import org.coursebackup.web.Sessions.Session;

/**
 * Who may do what. From this machine everybody may read, unless {@code report.login} requires a login there, too;
 * requests from elsewhere, through a proxy or by another name of the machine need a login. Actions and downloads always
 * need a login.
 */
final class Access {
    static final String COOKIE = "coursebackup";

    private final Passwords passwords;
    private final Sessions sessions;
    private final boolean always;

    Access(ReportSettings settings, Clock clock) {
        passwords = new Passwords(settings.user(), settings.password().text(), clock);
        sessions = new Sessions(clock);
        always = settings.login() || settings.reached();
    }

    /** Whether anybody can log in. */
    boolean possible() {
        return passwords.exist();
    }

    boolean mayRead(Request request) {
        return loggedIn(request) || request.local() && !always;
    }

    boolean loggedIn(Request request) {
        return session(request).isPresent() || basic(request);
    }

    /**
     * Whether a request that changes something was intended by the logged-in user rather than forged by another site: a
     * form carries the session's token, a program with a password sends X-Requested-With, which no other site's form
     * can.
     */
    boolean meant(Request request) {
        if (!sameOrigin(request)) {
            return false;
        }
        Optional<Session> session = session(request);
        if (session.isPresent()) {
            String given = request.field("token").isEmpty() ? request.header("X-CSRF-Token") : request.field("token");
            return session.get().token().equals(given);
        }
        return basic(request) && !request.header("X-Requested-With").isEmpty();
    }

    /** The token for the forms of a page; empty without a session. */
    String token(Request request) {
        return session(request).map(Session::token).orElse("");
    }

    /** The cookie of a new session, or empty for a wrong password. */
    Optional<String> login(Request request) {
        if (!sameOrigin(request)
                || !passwords.right(request.field("user"), request.field("password"), request.origin())) {
            return Optional.empty();
        }
        return Optional.of(COOKIE + "=" + sessions.begin() + "; Path=/; HttpOnly; SameSite=Strict"
                + (request.encrypted() ? "; Secure" : ""));
    }

    void logout(Request request) {
        request.cookie(COOKIE).ifPresent(sessions::end);
    }

    private Optional<Session> session(Request request) {
        return request.cookie(COOKIE).flatMap(sessions::find);
    }

    private boolean basic(Request request) {
        String header = request.header("Authorization");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            String given =
                    new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
            int colon = given.indexOf(':');
            return colon > 0
                    && passwords.right(given.substring(0, colon), given.substring(colon + 1), request.origin());
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean sameOrigin(Request request) {
        String site = request.header("Sec-Fetch-Site");
        String origin = request.header("Origin");
        return (site.isEmpty() || site.equals("same-origin") || site.equals("none"))
                && (origin.isEmpty() || origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.host()));
    }
}
