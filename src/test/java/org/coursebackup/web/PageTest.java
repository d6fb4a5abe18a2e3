package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of the demo site after a run, as seen by a visitor on the same machine before and after logging in. */
class PageTest {
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite();
        site.start().run();
        site.database.execute("alter table mdl_course alter column fullname varchar(1333)");
        site.database.update(
                "update mdl_course set fullname = ? where id = 4",
                "<script>alert(1)</script>\u202Eevil" + "x".repeat(1000));
        site.database.update(
                "update mdl_course set shortname = ? where id = 3", "\"><img src=x onerror=alert(1)> ${7*7} {{7*7}}");
        site.flow.tidyUp();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void every_page_says_what_it_is_for() throws Exception {
        String run = site.json("/api/runs").at("/runs/0/id").asText();

        assertThat(site.get("/").body())
                .contains("Newest good archive", "younger than a day", "Last run", "Next start", "Free space");
        assertThat(site.get("/courses").body())
                .contains("worst first", "HARBOUR", "hidden and not modified in the last 31 days");
        assertThat(site.get("/courses/8").body())
                .contains("Drawing maps", "missing", "rows of", "The skip rules say", ".mbz");
        assertThat(site.get("/courses/6").body()).contains("<b>skip</b>");
        assertThat(site.get("/runs").body()).contains("finished");
        assertThat(site.get("/runs/" + run).body()).contains("Throughput", "<svg class=\"plot\"", "LOST");
        assertThat(site.get("/runs/" + run + "?result=skipped").body())
                .contains("HARBOUR")
                .doesNotContain("BAKERY");
        assertThat(site.get("/routes").body()).contains("data-route=\"archive\"", "Skips a course", "on error:");
    }

    @Test
    void a_courses_page_tells_what_its_archives_manifests_are_worth_and_has_them_for_download() throws Exception {
        JsonNode course = site.json("/api/courses/2");
        String name = course.at("/archives/0/name").asText();
        String address = "/courses/2/archives/" + name + ".manifest.json";
        Path manifest = site.folder.resolve("backups").resolve(name + ".manifest.json");
        String text = Files.readString(manifest);

        assertThat(course.at("/archives/0/manifest").asText()).isEqualTo("signed");
        assertThat(course.at("/archives/0/archive/sha256").asText()).hasSize(64);
        assertThat(site.get("/courses/2").body())
                .contains("its manifest is signed")
                .contains(address);
        assertThat(site.get(address).statusCode()).isNotEqualTo(200);
        assertThat(site.get(address, "Authorization", ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD))
                        .body())
                .isEqualTo(text);
        try {
            Files.writeString(manifest, text.replace("users.xml", "losers.xml"));
            assertThat(site.get("/courses/2").body()).contains("its manifest was damaged or altered");
            Files.delete(manifest);
            assertThat(site.get("/courses/2").body()).contains("without a manifest");
            assertThat(site.get(address, "Authorization", ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD))
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            Files.writeString(manifest, text);
        }
    }

    @Test
    void what_is_proven_and_what_differs_is_listed_with_the_latest_comparisons() throws Exception {
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        String verdict = "insert into proof (component, version, course_id, differences, difference, made)"
                + " values ('core', '2024100706', ?, ?, ?, ?)";
        history.update(verdict, 4, 0, null, 1_768_444_100);
        history.update(verdict, 3, 2, "fullname is <b>A</b>", 1_768_444_200);
        history.update("insert into proof_attempt (course_id, started, ended, cause, result, reason)"
                + " values (3, 1768444140, 1768444200, 'night', 'differs', 'core: fullname')");

        String page = site.get("/proofs").body();

        assertThat(page).contains("core", "2024100706", "differs", "course 3", "Latest comparisons", "night");
        assertThat(page).contains("&lt;b&gt;A").doesNotContain("<b>A</b>");
        assertThat(site.json("/api/proofs").at("/components/0/verdict").asText())
                .isEqualTo("differs");
        assertThat(site.json("/api/proofs").at("/latest/0/started").asLong()).isEqualTo(1_768_444_140);
        assertThat(site.get("/").body()).contains("in core 2024100706 (course 3)");
    }

    @Test
    void worst_courses_come_first() throws Exception {
        JsonNode courses = site.json("/api/courses").get("courses");

        assertThat(courses.get(0).get("goodAge").isNull()).isTrue();
        assertThat(courses.get(0).at("/course/status").asText()).isEqualTo("0");
        assertThat(courses.get(1).get("goodAge").isNull()).isFalse();
        assertThat(courses.get(courses.size() - 1).at("/course/status").asText())
                .as("without an archive on purpose")
                .isEqualTo("3");
    }

    @Test
    void lists_can_be_searched_filtered_sorted_and_paged() throws Exception {
        assertThat(site.json("/api/courses?search=drawing")
                        .at("/courses/0/course/courseId")
                        .asInt())
                .isEqualTo(8);
        assertThat(site.json("/api/courses?search=%25").get("total").asInt()).isZero();
        assertThat(site.json("/api/courses?status=0")
                        .at("/courses/0/course/shortname")
                        .asText())
                .isEqualTo("LOST");
        assertThat(site.json("/api/courses?sort=id&order=desc&size=2&page=2")
                        .at("/courses/0/course/courseId")
                        .asInt())
                .isEqualTo(7);
        assertThat(site.json("/api/courses?sort=nonsense&page=-1&size=0")
                        .get("courses")
                        .size())
                .isPositive();
    }

    @Test
    void hostile_course_names_are_only_text() throws Exception {
        for (String path : new String[] {"/", "/courses", "/courses/3", "/courses/4"}) {
            String page = site.get(path).body();
            assertThat(page)
                    .doesNotContain("<script>alert", "<img src=x", "\u202E")
                    .doesNotContain("x".repeat(1500));
            assertThat(page.split("<script").length).isEqualTo(2);
        }
        assertThat(site.get("/courses/4").body()).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(site.get("/courses/3").body()).contains("${7*7} {{7*7}}");
        assertThat(site.get("/courses?search=%22%3E%3Cscript%3Ealert(2)%3C/script%3E")
                        .body())
                .doesNotContain("<script>alert");
    }

    @Test
    void pages_forbid_foreign_scripts_and_frames() throws Exception {
        HttpResponse<String> page = site.get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body()).doesNotContain("style=\"", "onclick");
    }

    @Test
    void what_is_not_there_is_answered_with_words() throws Exception {
        for (String path : new String[] {
            "/courses/4711", "/courses/x", "/runs/1", "/nowhere", "/assets/../../application.properties", "/courses/%00"
        }) {
            HttpResponse<String> answer = site.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("There is");
        }
        assertThat(site.get("/api/courses/4711").body()).contains("\"error\"", "4711");
        assertThat(site.get("/api/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void json_is_what_the_openapi_document_says() throws Exception {
        JsonNode document = site.json("/api/openapi.json");
        String run = site.json("/api/runs").at("/runs/0/id").asText();
        String archive = site.json("/api/courses/8").at("/archives/0/name").asText();
        String basic = ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD);
        int checked = 0;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            JsonNode ref = path.getValue().at("/get/responses/200/content/application~1json/schema/$ref");
            if (!ref.isMissingNode()) {
                String address = path.getKey()
                        .replace("/runs/{id}", "/runs/" + run)
                        .replace("/courses/{id}", "/courses/8")
                        .replace("{name}", archive);
                assertThat(schema(document, ref.asText())
                                .validate(new ObjectMapper()
                                        .readTree(site.get(address, "Authorization", basic)
                                                .body())))
                        .as(address)
                        .isEmpty();
                checked++;
            }
        }
        assertThat(checked).isEqualTo(16);
        assertThat(schema(document, "#/components/schemas/Error").validate(site.json("/api/courses/4711")))
                .isEmpty();
    }

    private static JsonSchema schema(JsonNode document, String ref) {
        JsonNode wrapped =
                new ObjectMapper().createObjectNode().put("$ref", ref).set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(wrapped);
    }

    @Test
    void a_pinned_archive_says_so() throws Exception {
        String name = site.json("/api/courses/8").at("/archives/0/name").asText();
        assertThat(site.json("/api/courses/8").at("/archives/0/pinned").isNull())
                .isTrue();

        Files.writeString(site.folder.resolve("backups").resolve(name + ".pin"), "label=<b>exams</b>");

        assertThat(site.json("/api/courses/8").at("/archives/0/pinned").asText())
                .isEqualTo("pinned (<b>exams</b>)");
        assertThat(site.get("/courses/8").body()).contains("pinned (&lt;b&gt;exams&lt;/b&gt;)");
    }

    @Test
    void only_archives_that_the_history_knows_are_downloaded() throws Exception {
        String cookie = site.cookie();
        String name = site.json("/api/courses/8").at("/archives/0/name").asText();
        Files.writeString(site.folder.resolve("backups").resolve("other.mbz"), "no");

        assertThat(site.get("/courses/8/archives/" + name).statusCode()).isEqualTo(303);
        HttpResponse<String> download = site.get("/courses/8/archives/" + name, "Cookie", cookie);
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .contains(name);
        assertThat(download.body()).startsWith("PK");
        for (String trick : new String[] {
            "other.mbz",
            "..%2F..%2Fapplication.properties",
            "..%2Fbackups%2F" + name,
            "%2Fetc%2Fpasswd",
            name + "%00",
            name.replace("-8-", "-7-"),
            ".run.lock"
        }) {
            assertThat(site.get("/courses/8/archives/" + trick, "Cookie", cookie)
                            .statusCode())
                    .as(trick)
                    .isEqualTo(404);
        }
    }

    @Test
    void nothing_secret_is_on_any_page() throws Exception {
        String cookie = site.cookie();
        for (String path : new String[] {
            "/",
            "/courses",
            "/courses/8",
            "/runs",
            "/routes",
            "/login",
            "/metrics",
            "/health/ready",
            "/api/site",
            "/api/routes",
            "/settings",
            "/check",
            "/log",
            "/api/settings",
            "/api/log"
        }) {
            assertThat(site.get(path, "Cookie", cookie).body())
                    .as(path)
                    .doesNotContain(ReportSite.PASSWORD, "password=", cookie.substring(cookie.indexOf('=') + 1));
        }
    }

    @Test
    void metrics_are_prometheus_text() throws Exception {
        String text = site.get("/metrics").body();

        assertThat(text)
                .contains(
                        "coursebackup_courses{status=\"0\"} 1.0",
                        "coursebackup_oldest_good_archive_age_seconds",
                        "coursebackup_last_run_duration_seconds",
                        "coursebackup_queue_depth 0.0",
                        "coursebackup_archives_bytes_total",
                        "coursebackup_statements_total",
                        "camel_route_policy_seconds",
                        "routeId=\"archive\"");
    }
}
