package org.coursebackup.settings;

/**
 * Mail at the end of a run: {@code mail.*}. Sender and server are left to the route.
 *
 * @param to addresses, separated by commas; empty for no mail
 */
public record MailSettings(String to, Secret password) {
    /** Whether mails are sent. */
    public boolean wanted() {
        return !to.isEmpty();
    }

    static MailSettings of(Values values) {
        return new MailSettings(values.get(Keys.MAIL_TO), values.get(Keys.MAIL_PASSWORD));
    }
}
