package org.coursebackup.settings;

/**
 * Mail at the end of a run: {@code mail.*}. Sender and server are left to the route.
 *
 * @param to addresses, separated by commas; empty for no mail
 * @param user user name for the mail server; empty if it needs none
 */
public record MailSettings(String to, String user, Secret password) {
    /** Whether mails are sent. */
    public boolean wanted() {
        return !to.isEmpty();
    }

    static MailSettings of(Values values) {
        return new MailSettings(values.get(Keys.MAIL_TO), values.get(Keys.MAIL_USER), values.get(Keys.MAIL_PASSWORD));
    }
}
