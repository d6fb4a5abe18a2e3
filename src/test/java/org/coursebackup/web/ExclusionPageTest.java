package org.coursebackup.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.language.Language;

import static org.assertj.core.api.Assertions.assertThat;

/** Courses that somebody excludes from being backed up: on the list, on their pages, in the overview. */
class ExclusionPageTest {
    private final LocalDate until = LocalDate.now(ZoneOffset.UTC).plusDays(3);
    private static ReportSite site;
    private static JdbcTemplate history;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite();
        site.properties.setProperty("schedule.timezone", "UTC");
        site.start().run();
        history = new JdbcTemplate(site.pools.history());
    }

    @AfterEach
    void takeBack() {
        history.update("delete from exclusion");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void chosen_courses_are_excluded_with_a_reason_and_a_last_day_and_taken_back_by_who_is_logged_in()
            throws Exception {
        assertThat(site.post("/courses/exclude", form("", "2", until, "exams")).statusCode())
                .isEqualTo(303);
        assertThat(ids("excluded=1")).as("without a login").isEmpty();

        String cookie = site.cookie();
        String token = site.token(cookie);
        assertThat(site.post("/courses/exclude", form(token, "2", until, "exams"), "Cookie", cookie)
                        .headers()
                        .firstValue("Location"))
                .contains("/courses?done=excluded");

        assertThat(ids("excluded=1")).containsExactly(2L);
        String back = Language.ENGLISH.notation().day(until.plusDays(1));
        assertThat(site.get("/courses?excluded=1").body())
                .contains("aria-current=\"true\">excluded</a>", "back on " + back);
        assertThat(site.get("/courses/2").body())
                .contains("Excluded from backups", "back on " + back, "exams", "page (admin)")
                .contains("excluded until " + until + " by page (admin): exams");
        JsonNode course = site.json("/api/courses/2").get("course");
        assertThat(course.get("excluded").asBoolean()).isTrue();
        assertThat(course.at("/exclusion/until").asText()).isEqualTo(until.toString());
        assertThat(course.at("/exclusion/backOn").asText())
                .isEqualTo(until.plusDays(1).toString());
        assertThat(site.json("/api/courses/2").at("/verdict/skip").asBoolean()).isTrue();

        assertThat(site.post("/courses/include", Map.of("token", token, "course", "2"), "Cookie", cookie)
                        .headers()
                        .firstValue("Location"))
                .contains("/courses?done=included");
        assertThat(ids("excluded=1")).isEmpty();
        assertThat(site.get("/courses/2").body()).doesNotContain("xcluded from backups");
    }

    @Test
    void nothing_is_excluded_without_a_course_a_reason_or_a_day_to_come() throws Exception {
        String[] meant = {
            "Authorization", ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD), "X-Requested-With", "a test"
        };
        String day = until.toString();

        assertThat(site.post("/api/courses/exclude", Map.of("until", day, "label", "x"), meant)
                        .statusCode())
                .isEqualTo(409);
        assertThat(site.post("/api/courses/exclude", Map.of("course", "2", "until", day), meant)
                        .body())
                .contains("say why");
        assertThat(site.post("/api/courses/exclude", Map.of("course", "2", "label", "x"), meant)
                        .statusCode())
                .isEqualTo(400);
        assertThat(site.post("/api/courses/exclude", Map.of("course", "2", "label", "x", "until", "2020-01-01"), meant)
                        .body())
                .contains("2020-01-01 is over");
        assertThat(site.post("/api/courses/exclude", Map.of("course", "4711", "label", "x", "until", day), meant)
                        .statusCode())
                .isEqualTo(404);
        assertThat(history.queryForObject("select count(*) from exclusion", Long.class))
                .isZero();
        assertThat(site.post("/api/courses/exclude", Map.of("course", "2", "label", "x", "until", day), meant)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void excluded_courses_are_not_at_risk_but_counted_and_named_in_the_overview() throws Exception {
        long before = site.json("/api/site").get("atRisk").asLong();
        long warned = history.queryForObject("select min(course_id) from course where status = '4'", Long.class);
        exclude(warned, until, Instant.now().plusSeconds(3 * 86_400));

        assertThat(site.json("/api/site").get("atRisk").asLong()).isEqualTo(before - 1);
        JsonNode told = site.json("/api/overview").get("exclusions");
        assertThat(told.get("courses").asInt()).isEqualTo(1);
        assertThat(told.get("soon").asInt()).isEqualTo(1);
        assertThat(told.at("/next/0/course/courseId").asLong()).isEqualTo(warned);
        assertThat(site.get("/").body())
                .contains("Excluded from backups", "Ending within a week", "exams of 2026", "/courses?excluded=1");
    }

    @Test
    void a_course_without_an_archive_that_is_excluded_is_left_out_on_purpose() throws Exception {
        history.update("update course set status = '5' where course_id = 9");
        assertThat(site.json("/api/site").at("/ages/none").asInt()).isEqualTo(1);
        long skipped = site.json("/api/site").at("/ages/skipped").asLong();
        exclude(9, until, Instant.now().plusSeconds(3 * 86_400));

        assertThat(site.json("/api/site").at("/ages/none").asInt()).isZero();
        assertThat(site.json("/api/site").at("/ages/skipped").asLong()).isEqualTo(skipped + 1);
        assertThat(ids("age=none")).isEmpty();
        history.update("update course set status = '3' where course_id = 9");
    }

    @Test
    void an_exclusion_that_has_ended_says_so() throws Exception {
        LocalDate over = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        exclude(2, over, Instant.now().minusSeconds(3600));

        assertThat(site.json("/api/overview").at("/exclusions/courses").asInt()).isZero();
        assertThat(site.json("/api/overview").at("/exclusions/ended")).hasSize(1);
        assertThat(site.get("/").body()).contains("Ended in the last week");
        assertThat(site.get("/courses/2").body()).contains("Was excluded from backups");
        assertThat(ids("excluded=1")).isEmpty();
        assertThat(site.json("/api/courses/2").at("/verdict/skip").asBoolean()).isFalse();
    }

    private static void exclude(long course, LocalDate until, Instant ends) {
        history.update(
                "insert into exclusion (course_id, reason, until_day, ends, excluded_by, since)"
                        + " values (?, 'exams of 2026', ?, ?, 'a test', 0)",
                course,
                until.toEpochDay(),
                ends.getEpochSecond());
    }

    private static Map<String, String> form(String token, String course, LocalDate until, String why) {
        return Map.of("token", token, "course", course, "until", until.toString(), "label", why);
    }

    private static List<Long> ids(String query) throws Exception {
        return site.json("/api/courses?" + query).get("courses").findValues("courseId").stream()
                .map(JsonNode::asLong)
                .toList();
    }
}
