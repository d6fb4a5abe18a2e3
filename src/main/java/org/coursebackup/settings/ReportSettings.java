package org.coursebackup.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The report page: {@code report.*}.
 *
 * @param enabled whether it is served
 * @param login whether reading needs a login even from this machine
 */
public record ReportSettings(boolean enabled, String host, int port, String user, Secret password, boolean login) {
    /** Whether anybody can log in. */
    public boolean hasCredentials() {
        return !user.isEmpty() && !password.isEmpty();
    }

    /** Whether other machines can reach the page. */
    public boolean reached() {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return true;
        }
    }

    /** What forbids serving the page; empty if nothing does, or if it is off. */
    public List<Problem> obstacles() {
        if (!enabled || hasCredentials()) {
            return List.of();
        }
        if (reached()) {
            return List.of(new Problem(
                    "report.host",
                    "is " + host + ", which other machines can reach, but nobody can"
                            + " log in, so course names would be open to all. Set report.user and"
                            + " report.password, or report.host=127.0.0.1."));
        }
        return !login
                ? List.of()
                : List.of(new Problem(
                        "report.login", "is true, but nobody can log in. Set report.user and report.password."));
    }

    static ReportSettings of(Values values) {
        return new ReportSettings(
                values.get(Keys.REPORT_ENABLED),
                values.get(Keys.REPORT_HOST),
                values.get(Keys.REPORT_PORT),
                values.get(Keys.REPORT_USER),
                values.get(Keys.REPORT_PASSWORD),
                values.get(Keys.REPORT_LOGIN));
    }
}
