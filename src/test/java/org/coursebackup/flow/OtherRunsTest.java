package org.coursebackup.flow;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.History;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs beside those of other processes, after killed ones, and while a program tidies up. */
class OtherRunsTest extends OnTestSite {
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
        later(Duration.ofHours(1));
        site.database.update(
                "update mdl_backup_courses set laststatus = '2', laststarttime = ? where courseid = 2",
                site.clock.instant().getEpochSecond());
        later(Duration.ofHours(2));

        flow.tidyUp();
        assertThat(site.statuses()).containsEntry(2L, "2");

        later(Duration.ofHours(11));
        flow.tidyUp();
        assertThat(site.statuses()).containsEntry(2L, "0");
    }

    @Test
    void a_course_that_a_run_of_the_history_was_at_is_taken_over_at_once() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        later(Duration.ofHours(1));
        new History(site.pools.history()).begin("schedule", "a killed process", site.clock.instant());
        later(Duration.ofSeconds(5));
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

    private void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }
}
