package org.coursebackup.settings;

/**
 * The call at the end of a run: {@code webhook.*}.
 *
 * @param url a secret, since such addresses contain tokens; empty for no call
 */
public record WebhookSettings(Secret url) {
    /** Whether it is called. */
    public boolean wanted() {
        return !url.isEmpty();
    }

    static WebhookSettings of(Values values) {
        return new WebhookSettings(values.get(Keys.WEBHOOK_URL));
    }
}
