package org.coursebackup.web;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.management.ObjectName;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.flow.RouteFiles;

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

            JsonNode found = checkedAnew(site);
            assertThat(found.toString()).contains("backup.directory", "\"obstacle\":true");
            assertThat(site.get("/check", "Authorization", BASIC).body())
                    .containsSubsequence("problem", "backup.directory", "there is no folder");
        }
    }

    @Test
    void a_check_looks_at_routes_and_their_sql_and_leaves_the_running_flow_alone() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            Path routes = Files.createDirectory(site.folder.resolve("routes"));
            for (String name : RouteFiles.PACKAGED) {
                Files.copy(Path.of("routes").resolve(name), routes.resolve(name));
            }
            Path select = routes.resolve("25-select.camel.yaml");
            Files.writeString(select, Files.readString(select).replace("lastendtime", "lastendtim"));
            Set<String> before = beans();

            JsonNode found = checkedAnew(site);

            assertThat(found.toString()).contains("routes/25-select.camel.yaml, line ", "refused by the database");
            assertThat(beans()).isEqualTo(before);
            assertThat(site.run().json("/api/site").at("/last/state").asText()).isEqualTo("finished");
            assertThat(site.get("/check", "Authorization", BASIC).body()).contains("As of ", "25-select");
        }
    }

    private static Set<String> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:*"), null)
                .stream()
                .map(ObjectName::getCanonicalName)
                .collect(Collectors.toSet());
    }

    private static JsonNode checkedAnew(ReportSite site) throws Exception {
        long asOf = json(site, "/api/check").get("asOf").asLong();
        String cookie = site.cookie();
        assertThat(site.post("/check", Map.of("token", site.token(cookie)), "Cookie", cookie)
                        .statusCode())
                .isEqualTo(303);
        long until = System.nanoTime() + 60_000_000_000L;
        JsonNode found = json(site, "/api/check");
        while (found.get("running").asBoolean() && System.nanoTime() < until) {
            Thread.onSpinWait();
            found = json(site, "/api/check");
        }
        assertThat(found.get("asOf").asLong()).isGreaterThanOrEqualTo(asOf);
        return found;
    }

    @Test
    void the_log_is_that_of_the_run_and_can_be_narrowed_to_a_course_or_a_level() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            Logger log = LoggerFactory.getLogger(MachineRoomTest.class);
            log.warn("before any run");
            assertThat(json(site, "/api/log").get("runId").asLong()).isZero();

            site.run();
            log.warn("Course 2: something about it");
            log.error("course 3: something grave about it");

            JsonNode part = json(site, "/api/log");
            assertThat(part.get("runId").asLong())
                    .isEqualTo(site.json("/api/site").at("/last/id").asLong());
            assertThat(part.findValuesAsText("message"))
                    .doesNotContain("before any run")
                    .contains("Course 2: something about it");
            assertThat(json(site, "/api/log?course=2").findValuesAsText("message"))
                    .contains("Course 2: something about it")
                    .doesNotContain("course 3: something grave about it");
            assertThat(json(site, "/api/log?level=ERROR").findValuesAsText("level"))
                    .contains("ERROR")
                    .doesNotContain("WARN", "INFO");
            assertThat(site.get("/log?course=3&level=ERROR", "Authorization", BASIC)
                            .body())
                    .contains("something grave", "<option value=\"ERROR\" selected>", "value=\"3\"")
                    .doesNotContain("something about it");
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
