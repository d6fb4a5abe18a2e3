package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import org.coursebackup.settings.SettingsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessTest {
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite();
        site.properties.setProperty("report.password", new BCryptPasswordEncoder(4).encode(ReportSite.PASSWORD));
        site.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void the_page_is_not_served_to_other_machines_without_a_login() throws Exception {
        ReportSite open = new ReportSite();
        open.properties.setProperty("report.host", "0.0.0.0");
        open.properties.setProperty("report.password", "");

        assertThatThrownBy(open::start)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("report.user and report.password");
        open.close();
    }

    @Test
    void where_other_machines_reach_the_page_reading_needs_a_login_on_this_one_too() throws Exception {
        try (ReportSite reached = new ReportSite()) {
            reached.properties.setProperty("report.host", "0.0.0.0");
            reached.start();

            assertThat(reached.get("/courses").statusCode()).isEqualTo(303);
            assertThat(reached.get("/api/courses").statusCode()).isEqualTo(401);
            assertThat(reached.get("/courses", "Cookie", reached.cookie()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_login_makes_no_folder_in_the_working_directory() throws Exception {
        Path folder = Path.of("file-uploads");
        Files.deleteIfExists(folder);

        assertThat(site.cookie()).isNotEmpty();

        assertThat(folder).doesNotExist();
    }

    @Test
    void a_port_in_use_is_told_with_a_remedy() throws Exception {
        ReportSite second = new ReportSite();
        second.properties.setProperty("report.port", String.valueOf(site.port));

        assertThatThrownBy(second::start)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("choose another port");
        second.close();
    }

    @Test
    void whoever_comes_by_a_proxy_or_another_name_has_to_log_in() throws Exception {
        assertThat(site.get("/courses").statusCode()).isEqualTo(200);
        HttpResponse<String> proxied = site.get("/courses", "X-Forwarded-For", "192.0.2.7");
        assertThat(proxied.statusCode()).isEqualTo(303);
        assertThat(proxied.headers().firstValue("Location").orElseThrow()).startsWith("/login?back=");
        assertThat(site.get("/api/courses", "X-Forwarded-For", "192.0.2.7").statusCode())
                .isEqualTo(401);
        assertThat(site.get("/metrics", "Via", "1.1 somewhere").statusCode()).isEqualTo(401);
        assertThat(site.get(
                                "/api/courses",
                                "X-Forwarded-For",
                                "192.0.2.7",
                                "Authorization",
                                ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD))
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/courses", "X-Forwarded-For", "192.0.2.7", "Cookie", site.cookie())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_query_cannot_pretend_to_be_a_header() throws Exception {
        assertThat(site.get(
                                "/courses?X-Forwarded-For=&Cookie="
                                        + site.cookie().replace("=", "%3D"),
                                "X-Forwarded-For",
                                "192.0.2.7")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void doing_something_needs_a_login_and_the_token_of_the_page() throws Exception {
        String cookie = site.cookie();
        String token = site.token(cookie);

        assertThat(site.post("/runs", Map.of()).statusCode()).isEqualTo(303);
        assertThat(site.post("/runs", Map.of("token", token))
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .startsWith("/login");
        assertThat(site.post("/api/runs", Map.of()).statusCode()).isEqualTo(401);
        assertThat(site.post("/runs", Map.of(), "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(site.post("/runs", Map.of("token", "wrong"), "Cookie", cookie)
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.post("/runs?token=" + token, Map.of(), "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(site.post("/runs", Map.of("token", token), "Cookie", cookie, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.post("/runs", Map.of("token", token), "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.post(
                                "/api/runs",
                                Map.of(),
                                "Authorization",
                                ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.flow.history().runs(1, 0)).isEmpty();

        HttpResponse<String> meant =
                site.post("/courses/2/backup", Map.of("token", token), "Cookie", cookie, "Origin", site.address(""));
        assertThat(meant.statusCode()).isEqualTo(303);
        assertThat(meant.headers().firstValue("Location")).contains("/courses/2?done=course");
        assertThat(site.flow.history().runs(1, 0).get(0).cause()).isEqualTo("page");
    }

    @Test
    void an_unknown_course_cannot_be_backed_up() throws Exception {
        String cookie = site.cookie();

        assertThat(site.post("/courses/4711/backup", Map.of("token", site.token(cookie)), "Cookie", cookie)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void logging_out_ends_the_session_and_a_wrong_password_begins_none() throws Exception {
        String cookie = site.cookie();
        String token = site.token(cookie);
        assertThat(token).isNotEmpty();

        site.post("/logout", Map.of("token", token), "Cookie", cookie);

        assertThat(site.token(cookie)).isEmpty();
        HttpResponse<String> wrong = site.post("/login", Map.of("user", ReportSite.USER, "password", "guess"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        site.cookie();
    }

    @Test
    void after_a_login_nobody_is_led_elsewhere() throws Exception {
        HttpResponse<String> answer = site.post(
                "/login", Map.of("user", ReportSite.USER, "password", ReportSite.PASSWORD, "back", "//evil.example"));

        assertThat(answer.headers().firstValue("Location")).contains("/");
    }
}
