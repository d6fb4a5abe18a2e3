package org.coursebackup.web;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes that somebody stops, suspends and starts again by JMX while a run is in progress. The real engine and routes.
 */
@Timeout(90)
class PauseTest {
    private static final Map<Long, String> USUAL =
            Map.of(1L, "1", 2L, "1", 3L, "1", 4L, "1", 5L, "1", 6L, "3", 7L, "1", 8L, "4", 9L, "0");
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    /** By both workers: a course that has yet to come to the route that archives would wait there, too. */
    private final CountDownLatch begun = new CountDownLatch(2);

    private final Semaphore mayGoOn = new Semaphore(0);
    private ReportSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new ReportSite();
        site.beforeEachArchive = () -> {
            begun.countDown();
            try {
                assertThat(mayGoOn.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        };
    }

    @AfterEach
    void close() {
        mayGoOn.release(1000);
        site.close();
    }

    @ParameterizedTest
    @CsvSource({"suspend, resume", "stop, start"})
    void a_run_whose_queue_is_stopped_in_its_middle_waits_and_goes_on_and_so_does_the_next(String pause, String goOn)
            throws Exception {
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        invoke("course", pause);
        mayGoOn.release(1000);
        Until.holds("courses in work end", () -> running().get("working").isEmpty());
        int done = running().get("done").asInt();

        assertThat(done).isBetween(1, 4);
        assertThat(running().get("failed").asInt()).isZero();

        invoke("course", goOn);
        assertThat(run.get(60, TimeUnit.SECONDS).done()).isEqualTo(9);
        assertThat(statuses()).isEqualTo(USUAL);
        RunSummary next =
                run(new RunRequest(true, false, false, Set.of(), "test")).get(60, TimeUnit.SECONDS);
        assertThat(next.done()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"suspend, resume", "stop, start"})
    void a_consumer_that_is_stopped_pauses_its_route(String pause, String goOn) throws Exception {
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        beans.invoke(consumerOf("course"), pause, null, null);
        mayGoOn.release(1000);
        Until.holds("courses in work end", () -> running().get("working").isEmpty());

        assertThat(running().get("failed").asInt()).isZero();
        assertThat(site.flow.stopped().ids()).containsExactly("course");

        beans.invoke(consumerOf("course"), goOn, null, null);
        assertThat(run.get(60, TimeUnit.SECONDS).done()).isEqualTo(9);
        assertThat(statuses()).isEqualTo(USUAL);
    }

    @Test
    void a_context_that_is_suspended_pauses_its_run_which_goes_on_when_it_is_resumed() throws Exception {
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        beans.invoke(contextBean(), "suspend", null, null);
        mayGoOn.release(1000);
        Until.holds("courses in work wait", () -> !running().path("working").isEmpty() && noCourseIsArchived());
        assertThat(running().get("failed").asInt()).isZero();
        assertThat(run).isNotDone();

        beans.invoke(contextBean(), "resume", null, null);
        assertThat(run.get(60, TimeUnit.SECONDS).done()).isEqualTo(9);
        assertThat(statuses()).isEqualTo(USUAL);
        assertThat(site.flow.stopped().ids()).isEmpty();
    }

    @Test
    void a_context_that_is_stopped_ends_the_program_truthfully() throws Exception {
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        CamelContext context = site.flow.context();
        beans.invoke(contextBean(), "stop", null, null);
        mayGoOn.release(1000);

        Until.holds("the context ends", context::isStopped);
        Until.holds("the run ends", run::isDone);
        assertThat(statuses().values()).doesNotContain("2");
    }

    @Test
    void a_stopped_schedule_is_told_and_courses_are_not_tried_again_until_it_is_started() throws Exception {
        site.scheduled = true;
        site.properties.setProperty("schedule.cron", "0 0 0 1 1 ?");
        site.start();
        assertThat(site.json("/api/site").get("nextStart").asLong()).isPositive();
        assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);

        invoke("schedule", "stop");

        assertThat(site.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(site.get("/health/ready").body()).contains("route 'schedule'", "stopped or suspended by hand");
        assertThat(site.json("/api/site").get("nextStart").asLong()).isZero();
        assertThat(site.json("/api/site").get("stopped")).singleElement().satisfies(id -> assertThat(id.asText())
                .isEqualTo("schedule"));
        assertThat(site.get("/").body()).contains("paused", "The route <b>schedule</b> was stopped by hand.");
        assertThat((String[]) beans.getAttribute(new ObjectName("org.coursebackup:type=Run"), "StoppedRoutes"))
                .containsExactly("schedule");
        assertThat(site.flow.runs().mayCatchUp()).isFalse();

        invoke("schedule", "start");

        assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(site.json("/api/site").get("nextStart").asLong()).isPositive();
        assertThat(site.get("/").body()).doesNotContain("paused");
        assertThat(site.flow.runs().mayCatchUp()).isTrue();
    }

    @Test
    void a_schedule_that_is_stopped_leaves_its_run_alone_and_begins_no_other() throws Exception {
        site.scheduled = true;
        site.properties.setProperty("schedule.cron", "* * * * * ?");
        site.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        invoke("schedule", "stop");
        mayGoOn.release(1000);
        Until.holds(
                "the schedule comes three times",
                () -> (Long) beans.getAttribute(name("schedule"), "ExchangesTotal") >= 3);

        assertThat(statuses()).isEqualTo(USUAL);
        assertThat(beans.getAttribute(name("run"), "ExchangesTotal")).isEqualTo(1L);
        for (String route : List.of("schedule", "run", "run-ended")) {
            assertThat(beans.getAttribute(name(route), "ExchangesFailed")).isEqualTo(0L);
        }
        assertThat(site.flow.history().runs(9, 0)).singleElement().satisfies(only -> assertThat(only.state())
                .isEqualTo("finished"));
    }

    @Test
    void nobody_is_told_of_a_run_that_was_begun_while_the_route_for_runs_is_stopped() throws Exception {
        site.start();
        invoke("run", "stop");

        assertThat(beans.invoke(new ObjectName("org.coursebackup:type=Run"), "runNow", null, null))
                .isEqualTo("The route run was stopped by hand; nothing was begun. Start it again, then try again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "tell-moodle", "course"})
    void the_program_ends_at_once_while_courses_wait_at_a_stopped_route(String route) throws Exception {
        site.properties.setProperty("shutdown.wait-seconds", "60");
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        invoke(route, "stop");
        mayGoOn.release(1000);
        Until.holds("the courses in work end or wait", () -> atRest(route));

        Instant before = Instant.now();
        site.flow.stop();
        site.flow.close();

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(run.get(30, TimeUnit.SECONDS).interrupted()).isTrue();
        assertThat(statuses().values()).doesNotContain("2");
        assertThat(site.flow.history().runs(1, 0).get(0).state()).isEqualTo("interrupted");
        try (var files = Files.list(site.folder.resolve("backups"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"archive", "verify", "publish", "status", "tell-moodle", "select", "run", "single-run-ended"})
    void a_run_in_which_a_route_is_stopped_loses_no_course_and_ends_as_ever_when_it_is_started(String route)
            throws Exception {
        CompletableFuture<RunSummary> run = run(RunRequest.due("test"));
        invoke(route, "stop");
        mayGoOn.release(1000);
        Until.holds("the courses in work end or wait", () -> atRest(route));

        assertThat(statuses().values().stream().filter("0"::equals).count())
                .as("only the course that always fails")
                .isLessThanOrEqualTo(1);
        assertThat(beans.getAttribute(name(route), "State")).isEqualTo("Stopped");

        invoke(route, "start");
        assertThat(run.get(60, TimeUnit.SECONDS).done()).isEqualTo(9);
        assertThat(statuses()).isEqualTo(USUAL);
        assertThat(beans.getAttribute(name(route), "State")).isEqualTo("Started");
    }

    private boolean noCourseIsArchived() throws Exception {
        for (JsonNode working : running().path("working")) {
            if (working.get("route").asText().equals("archive")) {
                return false;
            }
        }
        return true;
    }

    /** Whether every course being worked on waits at the route, or there is none, or the run is over. */
    private boolean atRest(String route) throws Exception {
        for (JsonNode working : running().path("working")) {
            if (!working.get("route").asText().equals(route)) {
                return false;
            }
        }
        return true;
    }

    private CompletableFuture<RunSummary> run(RunRequest request) throws Exception {
        if (site.flow == null) {
            site.start();
        }
        CompletableFuture<RunSummary> run = CompletableFuture.supplyAsync(() -> {
            try {
                return site.flow.run(request);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    private JsonNode running() throws Exception {
        return site.json("/api/site").get("running");
    }

    private Map<Long, String> statuses() {
        Map<Long, String> statuses = new TreeMap<>();
        site.database.query("select courseid, laststatus from mdl_backup_courses", row -> {
            statuses.put(row.getLong(1), row.getString(2));
        });
        return statuses;
    }

    private void invoke(String route, String operation) throws Exception {
        beans.invoke(name(route), operation, null, null);
    }

    private ObjectName contextBean() throws Exception {
        return new ObjectName("org.apache.camel:context=" + site.flow.context().getManagementName()
                + ",type=context,name=\"" + site.flow.context().getName() + "\"");
    }

    private ObjectName consumerOf(String route) throws Exception {
        for (ObjectName consumer : beans.queryNames(
                new ObjectName(
                        "org.apache.camel:context=" + site.flow.context().getManagementName() + ",type=consumers,*"),
                null)) {
            if (route.equals(beans.getAttribute(consumer, "RouteId"))) {
                return consumer;
            }
        }
        throw new AssertionError("no consumer of the route '" + route + "'");
    }

    private ObjectName name(String route) throws Exception {
        return new ObjectName("org.apache.camel:context=" + site.flow.context().getManagementName()
                + ",type=routes,name=\"" + route + "\"");
    }
}
