package org.coursebackup.web;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.CourseList;
import org.coursebackup.history.Exclusions;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.report.ActivityDownload;
import org.coursebackup.report.CourseView;
import org.coursebackup.report.CourseView.Verdict;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Downloads;
import org.coursebackup.report.RetentionPreview;
import org.coursebackup.store.Pins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** The page never looks better, or worse, than things are. */
class HonestPageTest {
    @Test
    void while_no_run_can_work_the_overview_says_so_before_anything_else() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            assertThat(site.get("/").body()).doesNotContain("No run can work at present");
        }
        try (ReportSite site = new ReportSite().start().run()) {
            Files.move(site.folder.resolve("backups"), site.folder.resolve("elsewhere"));

            assertThat(site.get("/").body())
                    .containsSubsequence("No run can work at present", "backup.directory", "Newest good archive");
            assertThat(site.json("/api/site").at("/trouble/0").asText()).contains("backup.directory");
        }
    }

    @Test
    void the_sentence_on_top_is_bad_while_a_course_fails_and_names_the_cause_and_what_to_do() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            JsonNode story = site.json("/api/overview").get("story");
            String page = site.get("/").body();

            assertThat(story.get("level").asText()).isEqualTo("bad");
            assertThat(story.get("sentence").asText()).startsWith("1 course fails: Course … has no row");
            assertThat(page).containsSubsequence("class=\"story bad\"", "1 course fails", "What to do:", "ages-title");
            assertThat(page).doesNotContain("class=\"story good\"");
        }
    }

    @Test
    void what_the_site_looked_like_is_noted_for_the_day_and_the_day_is_shown_as_it_was_last() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            site.flow.tidyUp();
            site.run();

            JsonNode days = site.json("/api/overview").get("days");

            assertThat(days).hasSize(1);
            assertThat(days.at("/0/courses").asInt()).isEqualTo(9);
            assertThat(days.at("/0/day").asInt()).as("after the run").isPositive();
            assertThat(days.at("/0/free").asLong()).isPositive();
        }
    }

    @Test
    void causes_are_listed_with_the_courses_behind_them() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            JsonNode cause = site.json("/api/causes").at("/causes/0");
            JsonNode courses = site.json("/api/courses?cause=" + cause.get("id").asText());

            assertThat(cause.get("failed").asBoolean()).isTrue();
            assertThat(courses.get("total").asInt()).isEqualTo(1);
            assertThat(courses.at("/courses/0/course/shortname").asText()).isEqualTo("LOST");
            assertThat(site.get("/causes").body())
                    .containsSubsequence("1 course", "LOST", "has no row in the table context", "Open the course once");
            assertThat(site.get("/courses?cause=" + cause.get("id").asText()).body())
                    .contains("Only courses with this cause", "LOST")
                    .doesNotContain("BAKERY");
        }
    }

    @Test
    void a_course_page_does_not_wait_for_a_database_that_does_not_answer() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ReportSite site = new ReportSite().start().run()) {
            Courses courses = new Courses(
                    new CourseList(site.pools.history()),
                    site.flow.history(),
                    new Downloads(site.folder, new ManifestKey(site.folder.resolve("manifest.key"))),
                    new Pins(site.folder, Clock.systemUTC()),
                    new RetentionPreview(site.settings().keep(), Clock.systemUTC()),
                    new Exclusions(site.pools.history(), Clock.systemUTC()),
                    new ActivityDownload(
                            site.folder, new ManifestKey(site.folder.resolve("manifest.key")), ZoneOffset.UTC),
                    course -> {
                        try {
                            never.await();
                        } catch (InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                        return new Verdict(true, "too late");
                    },
                    Clock.systemUTC());

            for (int visits = 0; visits < 6; visits++) {
                CourseView.Detail detail =
                        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> courses.detail("2", 1));

                assertThat(detail.verdict()).isNull();
                assertThat(detail.archives()).isNotEmpty();
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void what_a_rule_skips_is_neither_red_nor_at_risk_but_what_lacks_something_is() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            JsonNode figures = site.json("/api/site");
            String overview = site.get("/").body();
            String risk = overview.substring(overview.indexOf("worst-title"), overview.indexOf("runs-title"));

            assertThat(figures.at("/ages/skipped").asInt()).isPositive();
            assertThat(risk)
                    .containsSubsequence("LOST", "warning")
                    .doesNotContain("HARBOUR", "skipped")
                    .contains("(" + figures.at("/atRisk").asInt() + " of "
                            + figures.at("/atRisk").asInt() + ")");
            assertThat(overview).contains("none, skipped on purpose");
            assertThat(site.get("/courses?search=harbour").body())
                    .contains("none, on purpose")
                    .doesNotContain("<b class=\"t0\">none</b>");
        }
    }

    @Test
    void a_run_with_failures_is_not_green() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            String run = site.json("/api/runs").at("/runs/0/id").asText();

            for (String page : new String[] {"/", "/runs", "/runs/" + run}) {
                assertThat(site.get(page).body())
                        .contains("finished with failures")
                        .doesNotContain("</svg>finished</span>");
            }
        }
    }

    @Test
    void a_run_in_progress_shows_what_it_has_written() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            JdbcTemplate history = new JdbcTemplate(site.pools.history());
            history.update("update run set state = 'running', ended = null, ok = 0, warned = 0, bytes = 0");
            JsonNode run = site.json("/api/runs").at("/runs/0");

            assertThat(run.get("bytes").asLong()).isPositive();
            assertThat(run.get("ok").asInt()).isPositive();
            assertThat(site.get("/runs/" + run.get("id").asText()).body())
                    .contains("so far")
                    .doesNotContain("<dd>0 B</dd>");
        }
    }

    @Test
    void removed_archives_are_folded_away() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            new JdbcTemplate(site.pools.history()).update("update archive set removed = made + 60 where course_id = 2");

            assertThat(site.get("/courses/2").body())
                    .containsSubsequence("<details class=\"removed\">", "1 removed archive<", ".mbz");
        }
    }

    @Test
    void routes_count_what_failed_in_them_although_the_flow_goes_on() throws Exception {
        try (ReportSite site = new ReportSite().start().run()) {
            Map<String, Long> failed = new HashMap<>();
            site.json("/api/routes")
                    .get("routes")
                    .forEach(route -> failed.put(
                            route.get("id").asText(), route.get("failed").asLong()));

            assertThat(failed.get("archive") + failed.get("course")).isPositive();
            assertThat(failed.get("skip")).isZero();
        }
    }
}
