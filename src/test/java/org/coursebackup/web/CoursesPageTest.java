package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of courses: filtered, sorted, with the columns that are wanted, acted upon and taken away as a table. */
class CoursesPageTest {
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
        site.database.update("update mdl_course set shortname = '=HYPERLINK(1)', fullname = 'a, \"b\"' where id = 3");
        site.database.update("insert into mdl_course_categories (id, name, path) values (77, 'Outdoors', '/77')");
        site.database.update("update mdl_course set category = 77 where id in (2, 3)");
        site.flow.tidyUp();
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("insert into course_component (course_id, component) values (2, 'mod_forum'), (8, 'mod_page')");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void courses_are_found_by_category_component_age_and_status_together() throws Exception {
        assertThat(ids("category=77")).containsExactlyInAnyOrder(2L, 3L);
        assertThat(ids("component=mod_forum")).containsExactly(2L);
        assertThat(ids("category=77&component=mod_page")).isEmpty();
        assertThat(ids("age=day&category=77&status=1")).isNotEmpty().isSubsetOf(2L, 3L);
        assertThat(ids("age=older")).isEmpty();
        assertThat(ids("age=none")).containsExactly(9L);
        assertThat(site.json("/api/courses?category=77")
                        .at("/courses/0/course/category/name")
                        .asText())
                .isEqualTo("Outdoors");
        assertThat(site.get("/courses?category=77&column=category").body())
                .contains("Outdoors", "<option value=\"77\" selected>")
                .doesNotContain("BAKERY");
    }

    @Test
    void courses_with_something_unproven_are_found() throws Exception {
        assertThat(ids("unproven=1")).containsExactlyInAnyOrder(2L, 8L);
        assertThat(site.get("/courses").body()).contains("unproven=1\">unproven</a>");
    }

    @Test
    void chips_say_what_is_chosen_and_take_it_back() throws Exception {
        String page = site.get("/courses?status=0&sort=name").body();

        assertThat(page)
                .contains("<a href=\"/courses?sort=name\" aria-current=\"true\">error</a>")
                .contains("/courses?status=4&amp;sort=name\">warning</a>")
                .contains("/courses?status=0&amp;sort=name&amp;age=day\">younger than a day</a>");
    }

    @Test
    void columns_can_be_chosen_and_stay_while_the_list_is_sorted() throws Exception {
        String page = site.get("/courses?column=proved&column=size").body();

        assertThat(page)
                .contains("Proved restorable", "sort=status&amp;column=size&amp;column=proved")
                .doesNotContain(">Took<", ">14 days</th>");
        assertThat(site.get("/courses").body())
                .contains(">Took<", ">14 days</th>")
                .doesNotContain("Proved restorable");
    }

    @Test
    void each_course_shows_its_last_fortnight() throws Exception {
        JsonNode course = site.json("/api/courses?search=8").at("/courses/0");

        assertThat(course.get("nights")).hasSize(14);
        assertThat(course.at("/nights/13").asText()).isEqualTo("WARNING");
        assertThat(course.at("/nights/12").asText()).isEmpty();
        assertThat(site.get("/courses?search=maps").body())
                .contains("aria-label=\"The last 14 days: no run, no run", "warning\"");
    }

    @Test
    void the_list_is_there_as_a_table_for_other_programs_and_no_name_becomes_a_formula() throws Exception {
        HttpResponse<String> table = site.get("/courses.csv?category=77&sort=id");

        assertThat(table.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(table.headers().firstValue("Content-Disposition").orElse("")).contains("courses.csv");
        List<String> lines = table.body().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo("id,shortname,fullname,visible,status,reason,good archive as of,excluded until,nights,bytes,"
                        + "bytes over time,milliseconds,next start");
        assertThat(lines.get(2)).startsWith("3,'=HYPERLINK(1),\"a, \"\"b\"\"\",1,OK,");
    }

    @Test
    void the_table_has_the_columns_and_the_order_that_are_shown() throws Exception {
        String page = site.get("/courses?category=77&sort=id&order=desc&column=category&column=proved")
                .body();
        String link =
                page.replaceAll("(?s).*href=\"(/courses\\.csv[^\"]*)\".*", "$1").replace("&amp;", "&");

        List<String> lines = site.get(link).body().lines().toList();

        assertThat(lines.get(0)).endsWith(",excluded until,category,last proved restorable");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("3,").endsWith(",,Outdoors,");
        assertThat(lines.get(2)).startsWith("2,");
    }

    @Test
    void chosen_courses_are_pinned_with_a_reason_and_a_last_day_by_who_is_logged_in() throws Exception {
        String cookie = site.cookie();
        Map<String, String> form =
                Map.of("token", site.token(cookie), "course", "2", "until", "2036-09-30", "label", "exams of 2026");

        assertThat(site.get("/courses").body()).doesNotContain("Choose ", "Pin newest");
        assertThat(site.get("/courses", "Cookie", cookie).body()).contains("Pin newest archive", "name=\"course\"");
        assertThat(site.post("/courses/pin", Map.of("course", "2")).statusCode())
                .isEqualTo(303);
        assertThat(pins()).isEmpty();
        HttpResponse<String> answer = site.post("/courses/pin", form, "Cookie", cookie);

        assertThat(answer.headers().firstValue("Location")).contains("/courses?done=pinned");
        assertThat(pins()).hasSize(1);
        assertThat(site.get("/courses/2").body()).contains("pinned until 2036-09-30 (exams of 2026)");
        assertThat(site.post(
                                "/courses/pin",
                                Map.of("token", site.token(cookie), "course", "2", "until", "soon"),
                                "Cookie",
                                cookie)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void chosen_courses_are_backed_up_whatever_the_skip_rules_say() throws Exception {
        String basic = ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD);

        assertThat(site.post("/api/courses/backup", Map.of("course", "6"), "Authorization", basic)
                        .statusCode())
                .as("not meant")
                .isEqualTo(403);
        HttpResponse<String> answer = site.post(
                "/api/courses/backup", Map.of("course", "6"), "Authorization", basic, "X-Requested-With", "a test");
        assertThat(answer.statusCode()).isEqualTo(202);
        long until = System.nanoTime() + 60_000_000_000L;
        while (site.json("/api/courses/6").get("archives").isEmpty() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(site.json("/api/courses/6").get("archives")).hasSize(1);
        assertThat(site.post(
                                "/api/courses/backup",
                                Map.of("nothing", "6"),
                                "Authorization",
                                basic,
                                "X-Requested-With",
                                "a test")
                        .statusCode())
                .as("without a course")
                .isEqualTo(409);
    }

    private static List<Long> ids(String query) throws Exception {
        return site.json("/api/courses?" + query).get("courses").findValues("courseId").stream()
                .map(JsonNode::asLong)
                .toList();
    }

    private static List<Path> pins() throws Exception {
        try (var files = Files.list(site.folder.resolve("backups"))) {
            return files.filter(file -> file.toString().endsWith(".pin")).toList();
        }
    }
}
