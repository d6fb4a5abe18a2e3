package org.coursebackup.flow;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.CourseList;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What runs of the real route files on the demo site select and do. */
class RunTest extends OnTestSite {
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
        Map<Object, String> told = new ConcurrentHashMap<>();
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
            assertThat(four.await(30, TimeUnit.SECONDS)).isTrue();
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
