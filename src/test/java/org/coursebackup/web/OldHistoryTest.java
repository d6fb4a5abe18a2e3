package org.coursebackup.web;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.status.CourseStatus;
import org.coursebackup.status.StatusTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A history file that the program itself made, with {@code demo}, when its tables had no versions yet: what it knew is
 * shown, and the next run goes on with it.
 */
class OldHistoryTest {
    private static final String RUN = "1795772800205";

    private final ReportSite site;

    OldHistoryTest() throws Exception {
        site = new ReportSite();
    }

    @BeforeEach
    void start() throws Exception {
        Path file = site.folder.resolve("data/history.mv.db");
        Files.createDirectories(file.getParent());
        try (InputStream made = OldHistoryTest.class.getResourceAsStream("/history/before-versions.mv.db.gz")) {
            Files.copy(new GZIPInputStream(made), file);
        }
        site.properties.remove("history.db.url");
        site.start();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void its_run_is_shown_with_what_became_of_the_courses() throws Exception {
        JsonNode run = site.json("/api/runs/" + RUN).get("run");
        assertThat(run.get("state").asText()).isEqualTo("finished");
        assertThat(run.get("ended").asLong() - run.get("started").asLong()).isEqualTo(6);
        assertThat(List.of(
                        run.get("ok").asInt(),
                        run.get("warned").asInt(),
                        run.get("skipped").asInt(),
                        run.get("failed").asInt(),
                        run.get("bytes").asInt()))
                .containsExactly(6, 1, 1, 1, 212_655);

        assertThat(site.get("/runs/" + RUN + "?result=all").body())
                .contains("LOST", "Course 9 has no row in the table context", "HARBOUR", "58.5 kB");
        assertThat(site.get("/courses/8").body())
                .contains("backup-moodle2-course-8-maps-20261127-0946.mbz", "read back completely", "rows of");
        assertThat(site.json("/api/site").at("/ages/none").asInt()).isEqualTo(2);
    }

    @Test
    void the_statuses_know_its_archives() {
        List<CourseStatus> courses = new StatusTable(
                        new MoodleCourses(site.pools.moodle()), site.flow.history(), Clock.systemUTC())
                .worstFirst();

        assertThat(courses)
                .filteredOn(course -> course.id() == 2)
                .singleElement()
                .satisfies(course -> {
                    assertThat(course.good().bytes()).isEqualTo(58_493);
                    assertThat(course.good().made())
                            .isBetween(Instant.parse("2026-11-27T09:46:40Z"), Instant.parse("2026-11-27T09:46:46Z"));
                });
        assertThat(courses.subList(0, 2)).extracting(CourseStatus::id).containsExactly(6L, 9L);
    }

    @Test
    void the_next_run_goes_on_with_it() throws Exception {
        site.run();

        assertThat(site.json("/api/runs").get("runs")).hasSize(2);
        assertThat(site.json("/api/courses/2").get("archives")).hasSize(2);
    }
}
