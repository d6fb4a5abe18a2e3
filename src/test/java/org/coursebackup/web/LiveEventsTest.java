package org.coursebackup.web;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Browsers are told what the run does while it does it. */
class LiveEventsTest {
    private static final Duration MOST = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_run_is_told_from_its_first_course_to_its_end_with_what_each_worker_does() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ReportSite site = new ReportSite();
        site.beforeEachArchive = () -> {
            writing.countDown();
            await(goOn);
        };
        try (site) {
            site.start();
            try (InputStream events = follow(site)) {
                assertThat(next(events).get("running").isNull()).isTrue();
                Thread run = new Thread(() -> {
                    try {
                        site.run();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                });
                run.start();
                await(writing);

                JsonNode working = next(events);
                while (working.at("/running/working/0/stage").isMissingNode()) {
                    working = next(events);
                }
                assertThat(site.json("/api/live").at("/running/working").size()).isPositive();
                assertThat(working.at("/running/working/0/shortname").asText()).isNotEmpty();
                assertThat(working.at("/running/working").findValuesAsText("stage"))
                        .contains("writing the archive");
                String overview = site.get("/").body();
                assertThat(overview)
                        .containsSubsequence("Run in progress", "What each worker does", "writing the archive");
                goOn.countDown();
                JsonNode last = next(events);
                while (!last.get("running").isNull()) {
                    last = next(events);
                }
                run.join(MOST.toMillis());
            }
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void who_may_not_read_is_told_nothing() throws Exception {
        ReportSite site = new ReportSite();
        site.properties.setProperty("report.login", "true");
        try (site) {
            site.start();

            assertThat(ask(site).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void browsers_beyond_the_limit_are_refused_and_may_follow_when_another_leaves() throws Exception {
        List<InputStream> open = new ArrayList<>();
        try (ReportSite site = new ReportSite().start()) {
            for (int n = 0; n < LiveEvents.MOST; n++) {
                InputStream events = follow(site);
                next(events);
                open.add(events);
            }
            assertThat(ask(site).statusCode()).isEqualTo(503);
            assertThat(site.get("/api/live").statusCode()).isEqualTo(200);
            assertThat(site.get("/").statusCode()).isEqualTo(200);

            open.remove(0).close();

            long until = System.nanoTime() + MOST.toNanos();
            HttpResponse<InputStream> answer = ask(site);
            while (answer.statusCode() == 503 && System.nanoTime() < until) {
                answer.body().close();
                answer = ask(site);
            }
            assertThat(answer.statusCode()).isEqualTo(200);
            open.add(answer.body());
        } finally {
            for (InputStream events : open) {
                events.close();
            }
        }
    }

    @Test
    void events_are_protected_like_every_other_answer() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            HttpResponse<InputStream> answer = ask(site);

            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            answer.body().close();
        }
    }

    private InputStream follow(ReportSite site) throws Exception {
        HttpResponse<InputStream> answer = ask(site);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<InputStream> ask(ReportSite site) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(site.address("/api/live")))
                        .header("Accept", "text/event-stream")
                        .timeout(MOST)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The data of the next event, without comments. */
    private static JsonNode next(InputStream events) throws Exception {
        StringBuilder line = new StringBuilder();
        while (true) {
            int letter = events.read();
            assertThat(letter).as("the connection stays open").isNotEqualTo(-1);
            if (letter != '\n') {
                line.append((char) letter);
            } else if (line.indexOf("data: ") == 0) {
                return new ObjectMapper().readTree(line.substring(6));
            } else {
                line.setLength(0);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
