package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.AgeKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page gives for download where archives are encrypted and have a copy of the same name elsewhere. */
class EncryptedDownloadTest {
    @TempDir
    Path second;

    private ReportSite site;

    @BeforeEach
    void start() throws Exception {
        site = new ReportSite();
        site.properties.setProperty(
                "encrypt.recipients", AgeKeys.in(second, "key.txt").recipient());
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.start().run();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void an_encrypted_archive_keeps_its_name_and_is_no_zip() throws Exception {
        String name = site.json("/api/courses/8").at("/archives/0/name").asText();

        HttpResponse<String> archive = site.get("/courses/8/archives/" + name, "Cookie", site.cookie());
        HttpResponse<String> manifest =
                site.get("/courses/8/archives/" + name + ".manifest.json", "Cookie", site.cookie());

        assertThat(name).endsWith(".mbz.age");
        assertThat(second.resolve(name)).exists();
        assertThat(archive.statusCode()).isEqualTo(200);
        assertThat(archive.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(archive.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("filename=\"" + name + "\"")
                .endsWith("filename*=UTF-8''" + name);
        assertThat(archive.body()).startsWith("age-encryption.org/v1");
        assertThat(manifest.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(manifest.body())
                .isEqualTo(Files.readString(second.resolve(name + ".manifest.json")))
                .contains(name);
    }
}
