package org.coursebackup.flow;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.CourseGoneException;
import org.coursebackup.course.CourseWork;
import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.CourseList;
import org.coursebackup.history.History;
import org.coursebackup.history.Result;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunStoppedException;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real route files on the demo site. */
class RunTest {
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void every_course_gets_the_status_it_deserves() throws Exception {
        site.start();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(site.statuses())
                .isEqualTo(Map.of(1L, "1", 2L, "1", 3L, "1", 4L, "1", 5L, "1", 6L, "3", 7L, "1", 8L, "4", 9L, "0"));
        assertThat(run)
                .extracting(RunSummary::ok, RunSummary::warned, RunSummary::skipped, RunSummary::failed)
                .containsExactly(6, 1, 1, 1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(site.archives()).hasSize(7).allMatch(name -> name.endsWith(".mbz"));
        assertThat(site.reader().course(6).orElseThrow().last().reason())
                .isEqualTo("hidden and not modified in the last 31 days");
        assertThat(site.reader().course(9).orElseThrow().last().reason()).contains("9");
        assertThat(site.reader().warnings(run.runId(), 8)).isNotEmpty();
        assertThat(site.reader().rowsByTable(run.runId(), 2)).containsKey("course");
        assertThat(site.reader().archives(2)).singleElement().satisfies(archive -> assertThat(
                        site.folder.resolve("backups").resolve(archive.location()))
                .exists());
        assertThat(site.reader().runs(10, 0)).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo("finished");
            assertThat(row.offered()).isEqualTo(9);
            assertThat(row.totals()).isEqualTo(run.totals());
            assertThat(row.totals().courses()).isEqualTo(9);
            assertThat(row.totals().traffic().cloned()).isZero();
            assertThat(row.totals().traffic().copied()).isPositive();
            assertThat(row.totals().traffic().bytesRead()).isGreaterThan(run.copied());
        });
    }

    @Test
    void what_was_done_is_due_again_the_next_night_and_what_failed_sooner() throws Exception {
        site.start();
        site.run(RunRequest.due("command"));
        long now = site.clock.instant().getEpochSecond();

        Map<Long, Long> next = site.nextStarts();
        assertThat(next.get(2L)).isEqualTo(now + Duration.ofMinutes(30).toSeconds());
        assertThat(next.get(6L)).isEqualTo(next.get(2L));
        assertThat(next.get(9L)).isGreaterThan(now).isLessThanOrEqualTo(next.get(2L));
        assertThat(site.run(RunRequest.due("command")).offered()).isZero();
    }

    @Test
    void all_takes_what_is_not_due_and_force_leaves_the_rules_aside() throws Exception {
        site.archiveQuickly();
        site.start();
        site.run(RunRequest.due("command"));

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(), "command"));

        assertThat(run.ok()).isEqualTo(9);
        assertThat(site.statuses()).containsEntry(6L, "1");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void only_the_courses_asked_for_are_touched() throws Exception {
        site.archiveQuickly();
        site.start();

        site.run(new RunRequest(false, false, false, Set.of(3L, 5L), "command"));

        assertThat(site.archived).containsExactlyInAnyOrder(3L, 5L);
        assertThat(site.statuses())
                .containsEntry(3L, "1")
                .containsEntry(2L, "5")
                .hasSize(9);
    }

    @Test
    void a_dry_run_tells_and_changes_nothing() throws Exception {
        Map<Object, String> told = new java.util.concurrent.ConcurrentHashMap<>();
        site.dryRun = (course, verdict) -> told.put(course.get("courseid"), verdict);
        site.start();

        site.run(new RunRequest(false, false, true, Set.of(), "command"));

        assertThat(told)
                .hasSize(9)
                .containsEntry(6L, "would be skipped: hidden and not modified in the last 31 days")
                .containsEntry(2L, "would be backed up: visible");
        assertThat(site.statuses()).isEmpty();
        assertThat(site.archives()).isEmpty();
        assertThat(site.reader().runs(1, 0)).isEmpty();
        assertThat(site.folder.resolve("backups/.run.lock")).doesNotExist();
    }

    @Test
    void without_the_skip_stage_in_the_list_every_course_is_backed_up() throws Exception {
        site.archiveQuickly();
        site.editRoute("30-course.camel.yaml", "        - to: direct:skip\n", "");
        site.start();

        assertThat(site.run(RunRequest.due("command")).ok()).isEqualTo(9);
        assertThat(site.statuses().values()).containsOnly("1");
    }

    @Test
    void a_route_file_in_xml_is_read_too() throws Exception {
        site.archiveQuickly();
        site.writeRoutes();
        Files.writeString(site.folder.resolve("routes/extra.camel.xml"), """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route id="extra"><from uri="direct:extra"/><setBody><constant>from xml</constant></setBody></route>
                </routes>""");
        Flow flow = site.start();

        assertThat(flow.context().createProducerTemplate().requestBody("direct:extra", ""))
                .isEqualTo("from xml");
        assertThat(flow.context().getRoute("archive")).isNotNull();
    }

    @Test
    void as_many_courses_are_backed_up_at_the_same_time_as_there_are_workers() throws Exception {
        CountDownLatch four = new CountDownLatch(4);
        site.properties.setProperty("backup.workers", "4");
        site.archiveQuickly();
        site.before = id -> {
            four.countDown();
            assertThat(four.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        };
        site.start();

        assertThat(site.run(new RunRequest(true, true, false, Set.of(1L, 2L, 3L, 4L), "command"))
                        .ok())
                .isEqualTo(4);
    }

    @Test
    void rows_of_deleted_courses_go() throws Exception {
        site.archiveQuickly();
        site.start();
        site.run(RunRequest.due("command"));
        site.database.update("delete from mdl_course where id = 4");

        site.run(RunRequest.due("command"));

        assertThat(site.statuses()).doesNotContainKey(4L).hasSize(8);
        assertThat(site.reader().course(4)).isEmpty();
        assertThat(site.reader().archives(4)).hasSize(1);
    }

    @Test
    void a_run_takes_new_and_renamed_courses_over_into_the_list() throws Exception {
        site.archiveQuickly();
        site.start();
        site.database.update("update mdl_course set shortname = 'renamed' where id = 4");

        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        List<CourseEntry> list = new CourseList(site.pools.history())
                .page(new CourseList.Query("", "", CourseList.Sort.ID, false), 100, 0);
        assertThat(list).hasSize(site.database.queryForObject("select count(*) from mdl_course", Integer.class));
        assertThat(list)
                .filteredOn(course -> course.id() == 4)
                .singleElement()
                .satisfies(course -> assertThat(course.name().shortname()).isEqualTo("renamed"))
                .satisfies(course -> assertThat(course.status()).isEqualTo("5"));
    }

    @Test
    void a_list_that_cannot_be_brought_up_to_date_stops_no_run() throws Exception {
        site.archiveQuickly();
        site.start();
        new JdbcTemplate(site.pools.history()).execute("alter table course drop column visible");

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(3L, "1");
    }

    @Test
    void a_course_deleted_while_it_waits_is_no_failure() throws Exception {
        site.archiver = (id, name, settings, part, reference) -> {
            site.database.update("delete from mdl_course where id = ?", id);
            throw new CourseGoneException(id);
        };
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        assertThat(run.exitCode()).isZero();
        assertThat(site.statuses()).doesNotContainKey(3L);
        assertThat(site.reader().outcomes(run.runId(), 10, 0)).singleElement().satisfies(o -> assertThat(o.result())
                .isEqualTo(Result.GONE));
    }

    /** As a replica that is behind has it. */
    @Test
    void a_course_that_only_a_replica_lacks_fails_and_keeps_its_row() throws Exception {
        site.archiver = (id, name, settings, part, reference) -> {
            throw new CourseGoneException(id);
        };
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        assertThat(run.failed()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(3L, "0");
        assertThat(site.reader().course(3).orElseThrow().last().reason())
                .contains("exists in Moodle's main database", "replica");
    }

    @Test
    void no_run_begins_once_the_program_is_being_stopped() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        flow.stop();

        assertThatThrownBy(() -> site.run(RunRequest.due("command"))).hasMessageContaining("being stopped");

        assertThat(flow.runs().mayCatchUp()).isFalse();
        assertThat(site.reader().runs(10, 0)).isEmpty();
        assertThat(site.archived).isEmpty();
    }

    @Test
    void a_run_ends_only_when_listeners_were_told_of_its_last_course() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        CountDownLatch returned = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        flow.runs().listen(new RunListener() {
            @Override
            public void settled(CourseWork work, RunSummary run) {
                try {
                    // that long a run that does not wait for it would have had to end
                    returned.await(500, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                order.add("told of the course, " + run.ok() + " OK");
            }
        });

        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));
        order.add("the run returned");
        returned.countDown();

        assertThat(order).containsExactly("told of the course, 1 OK", "the run returned");
    }

    @Test
    void a_course_whose_failure_cannot_be_handled_is_reported_with_a_result_and_a_reason() throws Exception {
        site.archiveQuickly();
        site.before = id -> {
            throw new IllegalStateException("it broke");
        };
        site.editRoute(
                "99-errors.camel.yaml",
                "            - bean: {ref: outcome, method: failed}\n",
                "            - throwException: {exceptionType: java.lang.IllegalStateException, message: it broke}\n");
        Flow flow = site.start();
        Map<Result, String> told = new ConcurrentHashMap<>();
        flow.runs().listen(new RunListener() {
            @Override
            public void settled(CourseWork work, RunSummary run) {
                told.put(work.result(), work.getReason());
            }
        });

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        assertThat(run.failed()).isEqualTo(1);
        assertThat(told).containsOnlyKeys(Result.FAILED);
        assertThat(told.get(Result.FAILED)).contains("it broke");
    }

    @Test
    void a_course_that_fails_in_an_unforeseen_way_keeps_its_reason_and_the_others_go_on() throws Exception {
        site.archiveQuickly();
        site.before = id -> {
            if (id == 3) {
                throw new StackOverflowError("nested too deeply");
            }
        };
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(), "command"));

        assertThat(run.ok()).isEqualTo(8);
        assertThat(site.statuses()).containsEntry(3L, "0");
        assertThat(site.reader().course(3).orElseThrow().last().reason()).contains("nested too deeply");
        assertThat(site.archives()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void an_archive_that_does_not_read_back_is_not_published() throws Exception {
        site.archiveBroken();
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(2L), "command"));

        assertThat(run.failed()).isEqualTo(1);
        assertThat(site.archives()).isEmpty();
        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.reader().course(2).orElseThrow().last().reason()).contains("not published");
    }

    @Test
    void a_course_taken_by_another_run_meanwhile_is_left_alone() throws Exception {
        site.archiveQuickly();
        site.editRoute("40-skip.camel.yaml", "        - filter:", """
                        - to:
                            uri: sql
                            parameters:
                              query: >-
                                UPDATE {{moodle.db.prefix}}backup_courses SET laststarttime = 77
                                WHERE courseid = :#courseid
                              dataSource: "#moodle"
                              noop: true
                        - filter:""".indent(8).stripTrailing());
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(2L), "command"));

        assertThat(site.archived).isEmpty();
        assertThat(run.offered()).isZero();
        assertThat(site.statuses()).containsEntry(2L, "5");
    }

    @Test
    void a_second_run_is_refused_while_one_is_active() throws Exception {
        site.archiveQuickly();
        site.start();
        RunLock other = new RunLock(site.folder.resolve("backups"));
        other.acquire("somebody");

        assertThatThrownBy(() -> site.run(RunRequest.due("command"))).isInstanceOf(RunActiveException.class);
        other.release();
        assertThat(site.run(RunRequest.due("command")).ok()).isPositive();
    }

    @Test
    void a_start_that_comes_while_another_process_tidies_up_waits_for_it() throws Exception {
        site.archiveQuickly();
        site.start();
        RunLock other = new RunLock(site.folder.resolve("backups"));
        other.acquire("tidying up, process 4711 on elsewhere");
        var runner = Executors.newSingleThreadExecutor();
        try {
            Future<RunSummary> run = runner.submit(() -> site.run(RunRequest.due("schedule")));
            assertThatThrownBy(() -> run.get(700, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            other.release();
            assertThat(run.get(60, TimeUnit.SECONDS).ok()).isPositive();
        } finally {
            other.release();
            runner.shutdownNow();
        }
    }

    @Test
    void what_a_killed_process_left_is_put_right_and_tried_again() throws Exception {
        site.archiveQuickly();
        site.start();
        site.run(RunRequest.due("command"));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = 1700000000 where courseid in (2, 3)");
        Files.writeString(site.folder.resolve("backups/backup-moodle2-course-2-x-20260101-0300.mbz.part"), "half");
        site.archived.clear();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(site.archived).containsExactlyInAnyOrder(2L, 3L);
        assertThat(run.ok()).isEqualTo(2);
        assertThat(site.archives()).noneMatch(name -> name.endsWith(".part"));
        assertThat(site.statuses().values()).doesNotContain("2");
    }

    @Test
    void tidying_up_turns_status_2_into_interrupted_without_a_run() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        site.run(RunRequest.due("command"));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = 1700000000 where courseid = 2");

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.reader().course(2).orElseThrow().last().reason()).isEqualTo("interrupted");
        assertThat(site.nextStarts().get(2L))
                .isLessThanOrEqualTo(site.clock.instant().getEpochSecond());
    }

    @Test
    void a_course_that_another_program_began_lately_is_left_to_it_and_taken_over_after_half_a_day() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        site.run(RunRequest.due("command"));
        ((SettableClock) site.clock).advance(Duration.ofHours(1));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = ? where courseid = 2",
                site.clock.instant().getEpochSecond());
        ((SettableClock) site.clock).advance(Duration.ofHours(2));

        flow.tidyUp();
        assertThat(site.statuses()).containsEntry(2L, "2");

        ((SettableClock) site.clock).advance(Duration.ofHours(11));
        flow.tidyUp();
        assertThat(site.statuses()).containsEntry(2L, "0");
    }

    @Test
    void a_course_that_a_run_of_the_history_was_at_is_taken_over_at_once() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        ((SettableClock) site.clock).advance(Duration.ofHours(1));
        new History(site.pools.history()).begin("schedule", "a killed process", site.clock.instant());
        ((SettableClock) site.clock).advance(Duration.ofSeconds(5));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = ? where courseid = 2",
                site.clock.instant().getEpochSecond());
        site.database.update(
                "insert into mdl_backup_courses (courseid, laststarttime, lastendtime, laststatus, nextstarttime)"
                        + " select 2, ?, 0, '2', 0"
                        + " where not exists (select 1 from mdl_backup_courses where courseid = 2)",
                site.clock.instant().getEpochSecond());

        flow.tidyUp();

        assertThat(site.statuses()).containsEntry(2L, "0");
    }

    @Test
    void a_start_that_comes_while_the_program_tidies_up_waits_instead_of_being_lost() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        CountDownLatch tidying = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> tidied = threads.submit(() -> flow.runs().alone(() -> {
                tidying.countDown();
                try {
                    assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }));
            assertThat(tidying.await(30, TimeUnit.SECONDS)).isTrue();
            Future<RunSummary> run = threads.submit(() -> site.run(RunRequest.due("schedule")));
            assertThatThrownBy(() -> run.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            mayEnd.countDown();

            assertThat(tidied.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(run.get(60, TimeUnit.SECONDS).ok()).isPositive();
        } finally {
            mayEnd.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void stopping_lets_no_status_2_behind() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        site.properties.setProperty("shutdown.wait-seconds", "0");
        site.properties.setProperty("backup.workers", "1");
        site.archiveQuickly();
        site.before = id -> {
            atWork.countDown();
            never.await(60, TimeUnit.SECONDS);
        };
        Flow flow = site.start();
        var runner = Executors.newSingleThreadExecutor();
        Future<?> run = runner.submit(() -> site.run(RunRequest.due("command")));
        assertThat(atWork.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(flow.stop()).isTrue();

        assertThat(site.statuses().values()).doesNotContain("2").contains("0", "5");
        assertThat(flow.runs().last().orElseThrow().exitCode()).isEqualTo(130);
        assertThat(flow.runs().last().orElseThrow().failed()).isEqualTo(1);
        assertThat(site.reader().runs(1, 0)).singleElement().satisfies(row -> assertThat(row.state())
                .isEqualTo("interrupted"));
        never.countDown();
        run.cancel(true);
        runner.shutdownNow();
    }

    /** The split around the selection wraps the exception that ends it. */
    @Test
    void a_run_that_is_stopped_while_it_selects_is_interrupted_and_not_failed() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        Exchange exchange = new DefaultExchange(flow.context());
        exchange.getMessage().setBody(RunRequest.due("command"));
        flow.runs().begin(exchange);
        flow.runs().stop(Duration.ZERO, held -> false);
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new CamelExchangeException("Sequential processing failed", exchange, new RunStoppedException()));

        flow.runs().fail(exchange);

        assertThat(site.reader().runs(1, 0)).singleElement().satisfies(row -> assertThat(row.state())
                .isEqualTo("interrupted"));
    }

    @Test
    void a_run_that_cannot_select_fails_loudly() throws Exception {
        site.archiveQuickly();
        site.start();
        site.database.execute("alter table mdl_course rename to mdl_elsewhere");

        assertThatThrownBy(() -> site.run(RunRequest.due("command")))
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("database");
        assertThat(site.reader().runs(1, 0)).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo("failed");
            assertThat(row.reason()).containsIgnoringCase("mdl_course");
        });
        site.database.execute("alter table mdl_elsewhere rename to mdl_course");
        assertThat(site.run(RunRequest.due("command")).failed()).isZero();
    }

    @Test
    void old_archives_go_after_a_success_only() throws Exception {
        site.properties.setProperty("keep.last", "1");
        site.start();
        RunRequest request = new RunRequest(true, true, false, Set.of(2L), "command");
        site.run(request);
        String first = site.archives().get(0);
        ((SettableClock) site.clock).advance(Duration.ofDays(1));

        site.run(request);

        assertThat(site.archives()).hasSize(1).doesNotContain(first);
        assertThat(site.reader().archives(2)).hasSize(2);
        assertThat(site.reader().archives(2)).anyMatch(archive -> archive.removed() != null);
    }
}
