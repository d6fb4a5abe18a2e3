package org.coursebackup.web;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.CourseList;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.report.CourseView;
import org.coursebackup.report.CourseView.Verdict;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Downloads;
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
    void a_course_page_does_not_wait_for_a_database_that_does_not_answer() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ReportSite site = new ReportSite().start().run()) {
            Courses courses = new Courses(
                    new CourseList(site.pools.history()),
                    site.flow.history(),
                    new Downloads(site.folder, new ManifestKey(site.folder.resolve("manifest.key"))),
                    new Pins(site.folder, Clock.systemUTC()),
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
