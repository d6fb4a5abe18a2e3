package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of courses that would mean something to Camel, to its files or to a mail program stay texts. */
class HostileNamesTest {
    @TempDir
    Path second;

    private final TestSite site;
    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    HostileNamesTest() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
        mail.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body}",
                "$simple{body}",
                "${sysenv.PATH} {{moodle.db.url}}",
                "${bean:run?method=abandon}",
                "{{no.such.key}}",
                "RAW(x) ?delete=true&moveFailed=../..",
                "../../etc/passwd",
                "<img src=x onerror=alert(1)>",
                "#{T(java.lang.Runtime)}"
            })
    void the_archive_and_its_copy_have_the_name_that_was_recorded(String name) throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.database.update("update mdl_course set shortname = ? where id = 2", name);
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(2L), "test"));

        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.archives())
                .singleElement()
                .satisfies(
                        file -> assertThat(ArchiveName.parse(file).orElseThrow().courseId())
                                .isEqualTo(2))
                .isEqualTo(Path.of(site.reader().archives(2).get(0).location())
                        .getFileName()
                        .toString());
        try (Stream<Path> copies = Files.walk(second)) {
            assertThat(copies.filter(Files::isRegularFile)
                            .map(second::relativize)
                            .map(Path::toString))
                    .containsExactlyInAnyOrder(
                            site.archives().get(0), site.archives().get(0) + ManifestFile.SUFFIX);
        }
    }

    @Test
    void the_mail_about_a_failure_shows_the_name_as_it_is() throws Exception {
        mail.start();
        site.properties.setProperty("mail.to", "admin@example.org");
        site.properties.setProperty(
                "mail.server", "smtp:127.0.0.1:" + mail.getSmtp().getPort());
        site.archiveBroken();
        site.database.update(
                "update mdl_course set shortname = ? where id = 2",
                "${body} {{x}} <b>\r\nBcc: all@example.org\u001b[31m");
        site.start();

        assertThat(site.run(new RunRequest(true, true, false, Set.of(2L), "test"))
                        .failed())
                .isEqualTo(1);

        assertThat(mail.getReceivedMessages()).hasSize(1);
        MimeMessage message = mail.getReceivedMessages()[0];
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getContent().toString())
                .contains("2  ${body} {{x}} <b> Bcc: all@example.org [31m  ")
                .doesNotContain("\u001b");
    }
}
