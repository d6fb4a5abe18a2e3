package org.coursebackup.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.deliver.MailLogin;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;

/**
 * Tells people by mail and webhook that {@code start} waits. It goes out at once, not by the outbox: the history that
 * holds the outbox may be what is waited for.
 */
public final class WaitingAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingAlarm.class);

    private WaitingAlarm() {}

    /** False if it could not be sent, and should be tried again. */
    public static boolean send(Settings settings, Instant since, List<Problem> problems) {
        String site = settings.moodle().site().wwwroot();
        String subject = "[WAITING] Course backup of " + site.replaceFirst("^https?://", "") + " cannot start since "
                + since.atZone(settings.schedule().zone()).toOffsetDateTime().withNano(0);
        String text = subject + ".\n\nWhat every run needs cannot be reached. The program tries again by itself.\n\n"
                + problems.stream().map(Problem::toString).collect(Collectors.joining("\n\n")) + "\n";
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("mailLogin", new MailLogin(settings.mail()));
            camel.start();
            try (ProducerTemplate producer = camel.createProducerTemplate()) {
                if (settings.mail().wanted()) {
                    producer.sendBodyAndHeader(mail(settings), text, "subject", subject);
                }
                if (settings.webhook().wanted()) {
                    producer.sendBodyAndHeaders(
                            settings.webhook().url().text(),
                            NewsJson.waiting(site, subject),
                            Map.of(Exchange.HTTP_METHOD, "POST", Exchange.CONTENT_TYPE, "application/json"));
                }
            }
            return true;
        } catch (Exception unsent) {
            // its message may quote an address with a secret in it
            LOG.warn(
                    "Nobody could be told by mail or webhook ({}); it is tried again.",
                    unsent.getClass().getName());
            return false;
        }
    }

    private static String mail(Settings settings) {
        Map<String, String> values = settings.placeholders();
        String server = values.get("mail.server");
        return server + (server.contains("?") ? "&" : "?") + "from=RAW(" + values.get("mail.from") + ")&to=RAW("
                + settings.mail().to() + ")&contentType=RAW(text/plain; charset=UTF-8)&connectionTimeout=15000"
                + "&mail.smtp.timeout=30000&mail.smtps.timeout=30000"
                + (settings.mail().user().isEmpty() ? "" : "&authenticator=#mailLogin");
    }
}
