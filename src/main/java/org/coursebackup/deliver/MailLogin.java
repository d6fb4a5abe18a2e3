package org.coursebackup.deliver;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

import org.coursebackup.settings.MailSettings;

/**
 * The bean {@code mailLogin} of the routes: user and password for the mail server. In an endpoint's address they could
 * not contain certain characters, and would be shown wherever the address is.
 */
public final class MailLogin extends MailAuthenticator {
    private final MailSettings mail;

    public MailLogin(MailSettings mail) {
        this.mail = mail;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(mail.user(), mail.password().text());
    }
}
