package org.coursebackup.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading the newest archives of chosen courses back, as the page asks for it. */
class VerificationPageTest {
    private static final String[] MEANT = {
        "Authorization", ReportSite.basic(ReportSite.USER, ReportSite.PASSWORD), "X-Requested-With", "a test"
    };
    private static final CountDownLatch WORKING = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
    }

    @AfterAll
    static void stop() {
        GO_ON.countDown();
        site.close();
    }

    @Test
    void the_newest_archive_of_each_chosen_course_is_read_back_and_what_is_found_counts() throws Exception {
        Path archive = Path.of(site.flow.history().archives(3).get(0).location());
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        String cookie = site.cookie();
        String token = site.token(cookie);
        assertThat(site.json("/api/verification").get("verification").isNull()).isTrue();

        assertThat(site.post("/courses/verify", Map.of("course", "2"), "Cookie", cookie)
                        .statusCode())
                .as("not meant")
                .isEqualTo(403);
        verified("2");
        assertThat(site.post("/courses/verify", Map.of("token", token, "course", "3"), "Cookie", cookie)
                        .headers()
                        .firstValue("Location"))
                .contains("/courses?done=verifying");
        JsonNode state = ended();

        assertThat(state.get("archives").asInt()).isEqualTo(1);
        assertThat(state.at("/verified/0/courseId").asLong()).isEqualTo(3);
        assertThat(state.at("/verified/0/found").asText()).isEqualTo("DAMAGED");
        assertThat(state.at("/verified/0/words").asText()).contains("without a good copy");
        assertThat(site.flow.history().archives(3).get(0).damaged()).isNotNull();
        assertThat(site.database.queryForObject(
                        "select nextstarttime from mdl_backup_courses where courseid = 3", Long.class))
                .as("due again")
                .isZero();
        assertThat(site.get("/courses").body())
                .contains("Archives read back", "damaged", archive.getFileName().toString());
        aRunComesFirst();
    }

    /** A course whose archive is sound. */
    private void verified(String course) throws Exception {
        assertThat(site.post("/api/courses/verify", Map.of("course", course), MEANT)
                        .statusCode())
                .isEqualTo(202);
        JsonNode state = ended();
        assertThat(state.at("/verified/0/found").asText()).isEqualTo("GOOD");
        assertThat(site.flow.history().archives(Long.parseLong(course)).get(0).checked())
                .isNotNull();
    }

    private void aRunComesFirst() throws Exception {
        site.beforeEachArchive = () -> {
            WORKING.countDown();
            try {
                GO_ON.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        };
        assertThat(site.post("/api/courses/4/backup", Map.of(), MEANT).statusCode())
                .isEqualTo(202);
        assertThat(WORKING.await(60, TimeUnit.SECONDS)).isTrue();

        var refused = site.post("/api/courses/verify", Map.of("course", "2"), MEANT);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("A run is in progress, and it comes first");
        GO_ON.countDown();
    }

    @Test
    void nothing_is_read_without_a_course_that_has_an_archive_or_of_more_than_a_hundred() throws Exception {
        assertThat(site.post("/api/courses/verify", Map.of(), MEANT).statusCode())
                .isEqualTo(409);
        assertThat(site.post("/api/courses/verify", Map.of("course", "9"), MEANT)
                        .body())
                .contains("None of these courses has an archive that can be read from here");
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        StringBuilder many = new StringBuilder("course=2");
        for (int id = 10_001; id <= 10_100; id++) {
            many.append("&course=").append(id);
            history.update(
                    "insert into course (course_id, shortname, fullname, visible, status, next_start)"
                            + " values (?, 'x', 'x', 1, '5', 0)",
                    id);
        }
        assertThat(site.postText("/api/courses/verify", many.toString(), MEANT).body())
                .contains("at most 100");
        history.update("delete from course where course_id > 10000");
    }

    private static JsonNode ended() throws Exception {
        long until = System.nanoTime() + 60_000_000_000L;
        JsonNode state = site.json("/api/verification").get("verification");
        while (state.get("ended").isNull() && System.nanoTime() < until) {
            Thread.onSpinWait();
            state = site.json("/api/verification").get("verification");
        }
        assertThat(state.get("ended").isNull()).isFalse();
        return state;
    }
}
