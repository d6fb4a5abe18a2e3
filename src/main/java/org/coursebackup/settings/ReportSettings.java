package org.coursebackup.settings;

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
