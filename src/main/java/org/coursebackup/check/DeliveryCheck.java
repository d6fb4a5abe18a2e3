package org.coursebackup.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;

import org.coursebackup.flow.RemoteTarget;
import org.coursebackup.settings.Settings;

/**
 * Reaches what archives and messages are sent to, without sending anything: other targets are logged in to, a mail
 * server is logged in to, the webhook's server is connected to.
 */
final class DeliveryCheck {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Settings settings;
    private final List<CheckFinding> findings = new ArrayList<>();

    /** Tries one thing. */
    private interface Attempt {
        void make() throws Exception;
    }

    private DeliveryCheck(Settings settings) {
        this.settings = settings;
    }

    /** @param context with the routes, which need not run */
    static List<CheckFinding> findings(Settings settings, CamelContext context) {
        DeliveryCheck check = new DeliveryCheck(settings);
        for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
            check.endpoint(endpoint);
        }
        if (settings.target().secondTidied()
                && !settings.target().second().matches("(?s)(file|s?ftp|ftps|aws2-s3):.*")) {
            check.findings.add(EnvironmentCheck.attention(
                    "backup.second-target.keep.*",
                    "Nothing will be deleted there: only a folder, SFTP, FTP or S3 can be listed. Remove the rules, or"
                            + " have the server delete what is old."));
        }
        if (!settings.target().copied() && !settings.target().secondKeep().keepsAll()) {
            check.findings.add(EnvironmentCheck.attention(
                    "backup.second-target.keep.*",
                    "The rules have no effect, since there is no backup.second-target. Set it, or remove the rules."));
        }
        if (settings.webhook().wanted()) {
            check.attempt(
                    "webhook.url",
                    "Its server cannot be reached, so nobody will be called at the end of a run.",
                    () -> connect(URI.create(settings.webhook().url().text())));
        }
        return check.findings;
    }

    private void endpoint(Endpoint endpoint) {
        if (endpoint instanceof RemoteFileEndpoint<?> remote) {
            attempt(
                    "the server " + remote.getConfiguration().getHost(),
                    "Archives or copies cannot be brought there.",
                    () -> RemoteTarget.reach(remote));
        } else if (endpoint instanceof AWS2S3Endpoint s3) {
            String bucket = s3.getConfiguration().getBucketName();
            attempt(
                    "the bucket " + bucket,
                    "Archives or copies cannot be brought there.",
                    () -> RemoteTarget.reach(s3));
        } else if (endpoint instanceof FileEndpoint file
                && settings.target().second().startsWith("file:")
                && file.getFile().toPath().equals(second())) {
            attempt(
                    "backup.second-target",
                    "Copies cannot be written there.",
                    () -> write(file.getFile().toPath(), file.isAutoCreate()));
        } else if (endpoint instanceof MailEndpoint mail && settings.mail().wanted()) {
            attempt("mail.server", "No mail can be sent.", () -> login(mail.getConfiguration()));
        }
    }

    private Path second() {
        return Path.of(settings.target()
                .second()
                .substring("file:".length())
                .replaceFirst("\\?.*", "")
                .replaceFirst("^//", ""));
    }

    private void attempt(String where, String consequence, Attempt attempt) {
        try {
            attempt.make();
        } catch (Exception failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.getCause().getMessage() != null) {
                cause = cause.getCause();
            }
            String reason = String.valueOf(cause.getMessage()).strip();
            findings.add(EnvironmentCheck.attention(
                    where,
                    consequence + " The reason: " + reason + (reason.endsWith(".") ? "" : ".")
                            + " Correct the settings, or see to what is in the way."));
        }
    }

    private static void write(Path folder, boolean created) throws IOException {
        Path place = folder;
        if (!Files.isDirectory(folder)) {
            if (!created) {
                throw new IOException("there is no folder " + folder);
            }
            place = folder.toAbsolutePath();
            while (place != null && !Files.isDirectory(place)) {
                place = place.getParent();
            }
        }
        Files.deleteIfExists(Files.createTempFile(place, ".check", ".tmp"));
    }

    private static void login(MailConfiguration mail) throws MessagingException {
        Properties properties = new Properties();
        if (mail.getAdditionalJavaMailProperties() != null) {
            properties.putAll(mail.getAdditionalJavaMailProperties());
        }
        String timeouts = "mail." + mail.getProtocol() + ".";
        properties.putIfAbsent(timeouts + "connectiontimeout", String.valueOf(PATIENCE_MILLIS));
        properties.putIfAbsent(timeouts + "timeout", String.valueOf(PATIENCE_MILLIS));
        PasswordAuthentication login = mail.getPasswordAuthentication();
        boolean named = login != null
                && login.getUserName() != null
                && !login.getUserName().isEmpty();
        if (named) {
            properties.put(timeouts + "auth", "true");
        }
        try (Transport transport = Session.getInstance(properties).getTransport(mail.getProtocol())) {
            transport.connect(
                    mail.getHost(),
                    mail.getPort(),
                    named ? login.getUserName() : null,
                    named ? login.getPassword() : null);
        }
    }

    private static void connect(URI address) throws IOException {
        boolean encrypted = "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : encrypted ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address.getHost(), port), PATIENCE_MILLIS);
            if (encrypted) {
                SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
                try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, address.getHost(), port, true)) {
                    secure.startHandshake();
                }
            }
        }
    }
}
