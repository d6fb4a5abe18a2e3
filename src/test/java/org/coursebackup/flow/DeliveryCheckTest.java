package org.coursebackup.flow;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.check.RouteCheck;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What check says of places that archives and messages go to. */
class DeliveryCheckTest {
    @TempDir
    Path folder;

    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        mail.start();
        mail.setUser("backup@example.org", "backup", "s3cret");
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("mail.to", "admin@example.org");
        site.properties.setProperty(
                "mail.server", "smtp:127.0.0.1:" + mail.getSmtp().getPort());
        site.properties.setProperty("mail.user", "backup");
        site.properties.setProperty("mail.password", "s3cret");
    }

    @AfterEach
    void close() {
        site.close();
        mail.stop();
    }

    @Test
    void what_can_be_reached_is_not_mentioned_and_gets_nothing() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        site.properties.setProperty("backup.second-target", "file:" + second + "?autoCreate=false");
        try (ServerSocket hook = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            site.properties.setProperty("webhook.url", "http://127.0.0.1:" + hook.getLocalPort() + "/t0ken");

            assertThat(findings()).isEmpty();

            hook.setSoTimeout(60_000);
            assertThat(hook.accept().getInputStream().read())
                    .as("connected, and closed without a word")
                    .isNegative();
        }
        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(second).isEmptyDirectory();
    }

    @Test
    void a_refused_login_and_servers_and_folders_that_are_away_are_notices_without_secrets() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        site.properties.setProperty("mail.password", "wr0ng");
        site.properties.setProperty("webhook.url", "http://127.0.0.1:" + nobody + "/t0ken");
        site.properties.setProperty("backup.second-target", "file:" + folder.resolve("gone") + "?autoCreate=false");

        assertThat(findings())
                .noneMatch(CheckFinding::obstacle)
                .extracting(finding -> finding.problem().toString())
                .hasSize(3)
                .anyMatch(told -> told.startsWith("mail.server: No mail can be sent. The reason: "))
                .anyMatch(told -> told.startsWith("webhook.url: Its server cannot be reached"))
                .anyMatch(told -> told.startsWith("backup.second-target: Copies cannot be written there. The reason:"
                        + " there is no folder " + folder.resolve("gone")))
                .noneMatch(told -> told.contains("t0ken") || told.contains("wr0ng"));
        assertThat(folder.resolve("gone")).doesNotExist();
    }

    @Test
    void a_server_for_copies_that_is_away_is_a_notice() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        site.properties.setProperty(
                "backup.second-target",
                "sftp:127.0.0.1:" + nobody + "/moodle?username=me&password=RAW(s3cret)&maximumReconnectAttempts=0"
                        + "&useUserKnownHostsFile=false");

        assertThat(findings())
                .singleElement()
                .extracting(finding -> finding.problem().toString())
                .asString()
                .startsWith("the server 127.0.0.1: Archives or copies cannot be brought there. The reason: ")
                .doesNotContain("s3cret");
    }

    private List<CheckFinding> findings() throws Exception {
        Flow flow = site.open();
        return RouteCheck.findings(site.settings(), flow);
    }
}
