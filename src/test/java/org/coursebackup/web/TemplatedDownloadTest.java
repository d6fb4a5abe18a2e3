package org.coursebackup.web;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Downloads of archives named by a site's template, with characters that mean something in addresses. */
class TemplatedDownloadTest {
    private static final Pattern LINK = Pattern.compile("href=\"(/courses/8/archives/[^\"/]+)\"");

    private ReportSite site;

    @BeforeEach
    void start() throws Exception {
        site = new ReportSite();
        site.database.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.database.update("insert into mdl_config_plugins (plugin, name, value) values ('backup',"
                + " 'backup_default_filename_template_course', '{{id}} %2F+;#?é=& {{date}}')");
        site.start().run();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void the_link_on_the_page_leads_to_the_archive_and_nothing_else_in_the_folder_can_be_had() throws Exception {
        String cookie = site.cookie();
        String name = site.json("/api/courses/8").at("/archives/0/name").asText();
        assertThat(name).matches("8_%2F\\+;#\\?é=_\\d{8}-\\d{4}\\.mbz");
        Matcher link = LINK.matcher(site.get("/courses/8").body());
        assertThat(link.find()).isTrue();

        HttpResponse<String> download = site.get(link.group(1), "Cookie", cookie);

        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.body()).startsWith("PK");
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("filename=\"8_%2F+;#?_=_")
                .endsWith("filename*=UTF-8''" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        Path folder = site.folder.resolve("backups");
        Files.copy(folder.resolve(name), folder.resolve("8_copy-20260101-0300.mbz"));
        for (String other : new String[] {"8_copy-20260101-0300.mbz", ".run.lock", "..%2Fapplication.properties"}) {
            assertThat(site.get("/courses/8/archives/" + other, "Cookie", cookie)
                            .statusCode())
                    .as(other)
                    .isEqualTo(404);
        }
        assertThat(site.get(link.group(1).replace("/8/", "/7/"), "Cookie", cookie)
                        .statusCode())
                .isEqualTo(404);
    }
}
