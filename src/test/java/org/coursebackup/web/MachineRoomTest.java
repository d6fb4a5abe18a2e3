package org.coursebackup.web;

import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings, check and log on the page, for who is logged in. */
class MachineRoomTest {
    private static final String BASIC = ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD);

    @Test
    void settings_are_shown_as_they_are_in_effect_with_their_source_and_without_secrets() throws Exception {
        ReportSite site = new ReportSite();
        Files.writeString(
                site.folder.resolve("application.properties"), "keep.last=12\nmail.password=hunter2-hunter2\n");
        try (site) {
            site.start();
            JsonNode settings = json(site, "/api/settings").get("settings");

            assertThat(setting(settings, "keep.last")).isEqualTo("12 from application.properties");
            assertThat(setting(settings, "backup.workers")).isEqualTo("2 from -Dbackup.workers");
            assertThat(setting(settings, "verify.cycle-days")).isEqualTo("30 from default");
            assertThat(setting(settings, "report.password")).isEqualTo("*** from -Dreport.password");
            assertThat(setting(settings, "mail.password")).isEqualTo("*** from application.properties");
            assertThat(site.get("/settings", "Authorization", BASIC).body())
                    .contains("keep.last", "application.properties", "***")
                    .doesNotContain("hunter2", ReportSite.PASSWORD);
        }
    }

    @Test
    void a_check_finds_what_is_wrong_right_now() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            assertThat(json(site, "/api/check").findValuesAsText("obstacle")).doesNotContain("true");
            Files.move(site.folder.resolve("backups"), site.folder.resolve("elsewhere"));

            assertThat(json(site, "/api/check").toString()).contains("backup.directory", "\"obstacle\":true");
            assertThat(site.get("/check", "Authorization", BASIC).body())
                    .containsSubsequence("problem", "backup.directory", "there is no folder");
        }
    }

    @Test
    void the_log_shows_its_latest_lines_first_and_no_secret() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            LoggerFactory.getLogger(MachineRoomTest.class).warn("an earlier <b>line</b>");
            LoggerFactory.getLogger(MachineRoomTest.class).warn("the password is {}", ReportSite.PASSWORD);

            JsonNode lines = json(site, "/api/log").get("lines");
            String page = site.get("/log", "Authorization", BASIC).body();

            assertThat(lines.findValuesAsText("message"))
                    .containsSubsequence("the password is ***", "an earlier <b>line</b>");
            assertThat(page).contains("an earlier &lt;b&gt;line").doesNotContain(ReportSite.PASSWORD);
        }
    }

    @Test
    void nobody_sees_them_without_a_login() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            for (String path : new String[] {"/settings", "/check", "/log"}) {
                assertThat(site.get(path).statusCode()).as(path).isEqualTo(303);
                assertThat(site.get("/api" + path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(site.get("/").body()).doesNotContain("/settings");
        }
    }

    private static String setting(JsonNode settings, String key) {
        for (JsonNode setting : settings) {
            if (setting.get("key").asText().equals(key)) {
                return setting.get("value").asText() + " from "
                        + setting.get("source").asText();
            }
        }
        return "missing";
    }

    private static JsonNode json(ReportSite site, String path) throws Exception {
        return new ObjectMapper()
                .readTree(site.get(path, "Authorization", BASIC).body());
    }
}
