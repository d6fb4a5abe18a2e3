package org.coursebackup.web;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {
    @Test
    void readiness_fails_with_words_when_the_target_is_gone() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            Files.move(site.folder.resolve("backups"), site.folder.resolve("elsewhere"));

            assertThat(site.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(site.get("/health/ready").body()).contains("DOWN", "backup.directory");
            assertThat(site.get("/health/ready", "X-Forwarded-For", "192.0.2.7").body())
                    .contains("DOWN")
                    .doesNotContain("backup.directory");
            assertThat(site.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_site_that_can_be_backed_up_is_ready() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            assertThat(site.get("/health/ready").body()).contains("UP");
        }
    }
}
