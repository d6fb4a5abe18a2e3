package org.coursebackup.web;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page hands out of a thin archive. */
class ThinDownloadTest {
    @TempDir
    Path elsewhere;

    private ReportSite site;
    private String name;

    @BeforeEach
    void start() throws Exception {
        site = new ReportSite();
        site.properties.setProperty("store.layout", "shared-pool");
        site.start().run();
        name = site.json("/api/courses/2").at("/archives/0/name").asText();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void the_complete_archive_is_downloaded_under_its_own_name() throws Exception {
        HttpResponse<byte[]> archive = download();

        assertThat(name).endsWith(".mbz.thin");
        assertThat(archive.statusCode()).isEqualTo(200);
        assertThat(archive.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("filename=\"" + ThinArchive.wholeName(name) + "\"");
        Path whole = Files.write(elsewhere.resolve("whole.mbz"), archive.body());
        assertThat(new VerifyArchive().verify(whole).findings()).isEmpty();
        HttpResponse<String> manifest =
                site.get("/courses/2/archives/" + name + ".manifest.json", "Cookie", site.cookie());
        assertThat(manifest.body()).contains(name);
    }

    @Test
    void the_archives_page_says_how_to_get_the_complete_one_and_counts_its_contents() throws Exception {
        String page = site.get("/courses/2/archives/" + name + "/contents", "Cookie", site.cookie())
                .body();

        assertThat(page).contains("It is thin", " --to " + ThinArchive.wholeName(name));
        assertThat(page).contains("--file=" + ThinArchive.wholeName(name)).doesNotContain("--file=" + name);
        assertThat(page).containsPattern("[1-9]\\d* contents? of files").doesNotContain(ThinArchive.LIST);
    }

    @Test
    void what_is_downloaded_of_one_with_a_damaged_content_is_no_archive() throws Exception {
        for (Path content : contents()) {
            byte[] bytes = new byte[(int) Files.size(content)];
            new Random(1).nextBytes(bytes);
            Files.write(content, bytes);
        }

        byte[] received;
        try {
            received = download().body();
        } catch (IOException cut) {
            // as it should be; nothing to look at
            received = "cut".getBytes(StandardCharsets.US_ASCII);
        }
        Path whole = Files.write(elsewhere.resolve("whole.mbz"), received);
        assertThat(new VerifyArchive().verify(whole).good()).isFalse();
        String basic = ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD);
        assertThat(new ObjectMapper()
                        .readTree(site.get("/api/log?level=ERROR", "Authorization", basic)
                                .body())
                        .findValuesAsText("message"))
                .filteredOn(message -> message.contains(name))
                .singleElement()
                .asString()
                .startsWith("The download of " + name + " broke off, since it or the pool beside it is damaged: ")
                .contains("'verify' says all that is wrong with it");
    }

    private HttpResponse<byte[]> download() throws Exception {
        return site.getBytes("/courses/2/archives/" + name, "Cookie", site.cookie());
    }

    private Iterable<Path> contents() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups/pool"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
