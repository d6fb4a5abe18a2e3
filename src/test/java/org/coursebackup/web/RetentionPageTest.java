package org.coursebackup.web;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.run.RunRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** What retention will do with the archives of all courses, on the page. */
class RetentionPageTest {
    private ReportSite site;

    @BeforeEach
    void start() throws Exception {
        site = new ReportSite();
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("backup.second-target", "");
        site.start().run();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void what_leaves_next_is_what_the_next_run_removes() throws Exception {
        JsonNode view = site.json("/api/retention");
        long archives = view.at("/sums/archives").asLong();

        assertThat(archives).isPositive();
        assertThat(view.at("/sums/leaving").asLong()).isEqualTo(archives);
        assertThat(view.get("asOf").asLong())
                .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        String leaving = archiveOf(view, 2);
        assertThat(site.get("/retention").body()).contains(leaving, "not among the last 1", "href=\"/courses/2\"");
        assertThat(site.get("/courses").body()).contains("href=\"/retention\"");

        site.flow.run(new RunRequest(false, true, false, java.util.Set.of(2L), "test"));

        assertThat(site.folder.resolve("backups").resolve(leaving)).doesNotExist();
    }

    @Test
    void pinned_archives_stay_and_those_of_excluded_courses_are_left_out() throws Exception {
        String cookie = site.cookie();
        String token = site.token(cookie);
        site.post("/courses/pin", java.util.Map.of("token", token, "course", "2"), "Cookie", cookie);
        new JdbcTemplate(site.pools.history())
                .update(
                        "insert into exclusion (course_id, reason, until_day, ends, excluded_by, since)"
                                + " values (3, 'x', 0, ?, 'a test', 0)",
                        Instant.now().plus(Duration.ofDays(1)).getEpochSecond());

        JsonNode view = site.json("/api/retention");

        assertThat(archiveOf(view, 2)).isEmpty();
        assertThat(archiveOf(view, 3)).isEmpty();
        assertThat(archiveOf(view, 4)).isNotEmpty();
        assertThat(view.at("/sums/kept")).hasSize(1);
        assertThat(view.at("/sums/kept/0/archives").asInt()).isEqualTo(1);
        assertThat(view.at("/sums/kept/0/week").asBoolean()).isTrue();
    }

    private static String archiveOf(JsonNode view, long course) {
        for (JsonNode known : view.get("courses")) {
            if (known.at("/course/courseId").asLong() == course) {
                return known.at("/archives/0/name").asText();
            }
        }
        return "";
    }
}
