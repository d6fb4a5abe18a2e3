package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.history.Result;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A course's list of stages, cut short by what may happen in them. */
class CourseStagesTest {
    @TempDir
    Path second;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.archiveQuickly();
        site.editRoute("99-errors.camel.yaml", "redeliveryDelay: 2000", "redeliveryDelay: 1");
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The archive is there and stays; until Moodle records it, no older one may be removed because of it. */
    @Test
    void a_status_that_cannot_be_written_is_a_failure_that_nothing_follows_and_the_next_run_puts_it_right()
            throws Exception {
        site.before = id -> site.database.execute("alter table mdl_backup_courses rename to mdl_elsewhere");
        site.start();

        RunSummary run = site.run(course(2));

        site.database.execute("alter table mdl_elsewhere rename to mdl_backup_courses");
        site.before = id -> {};
        assertThat(run.ok()).isZero();
        assertThat(run.failed()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(2L, "2");
        assertThat(site.archives()).hasSize(1).allMatch(name -> name.endsWith(".mbz"));
        assertThat(second).isEmptyDirectory();

        ((SettableClock) site.clock).advance(Duration.ofHours(1));
        assertThat(site.run(course(2)).ok()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(2L, "1");
    }

    /** What a broker kept from a night that is over must not begin a course that no run counts. */
    @Test
    void what_waits_in_the_queue_from_a_run_that_is_over_begins_no_course() throws Exception {
        site.properties.setProperty("backup.queue", "direct:late");
        Flow flow = site.start();
        assertThat(site.run(course(2)).ok()).isEqualTo(1);
        Map<Long, String> before = site.statuses();

        try (var producer = flow.context().createProducerTemplate()) {
            Exchange taken = producer.request(
                    "direct:late", exchange -> exchange.getMessage().setBody(Map.of("courseid", 3L)));
            assertThat(taken.getException()).isNull();
        }

        assertThat(site.statuses()).isEqualTo(before);
        assertThat(site.archives()).hasSize(1);
    }

    @Test
    void a_stop_while_an_archive_is_made_leaves_no_archive_no_copy_and_no_status_2() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        site.properties.setProperty("shutdown.wait-seconds", "0");
        site.before = id -> {
            atWork.countDown();
            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        };
        Flow flow = site.start();
        ExecutorService runner = Executors.newSingleThreadExecutor();
        Future<RunSummary> run = runner.submit(() -> site.run(course(2)));
        assertThat(atWork.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(flow.stop()).isTrue();
        stopped.countDown();
        run.get(30, TimeUnit.SECONDS);
        flow.close();

        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.reader().course(2).orElseThrow().last().result()).isEqualTo(Result.INTERRUPTED);
        assertThat(site.archives()).isEmpty();
        assertThat(second).isEmptyDirectory();
        runner.shutdownNow();
    }

    @Test
    void a_dry_run_stops_before_any_stage_that_writes_wherever_archives_go() throws Exception {
        site.properties.setProperty("backup.storage", "both");
        Files.setPosixFilePermissions(
                site.moodle.site().dataroot().resolve("filedir"), PosixFilePermissions.fromString("rwxrwx---"));
        List<Map<String, Object>> files = site.database.queryForList("select * from mdl_files order by id");
        Map<Object, String> told = new ConcurrentHashMap<>();
        site.dryRun = (course, verdict) -> told.put(course.get("courseid"), verdict);
        site.start();

        RunSummary run = site.run(new RunRequest(false, false, true, Set.of(), "command"));

        assertThat(told).hasSize(9).containsEntry(2L, "would be backed up: visible");
        assertThat(told.values())
                .filteredOn(verdict -> verdict.startsWith("would be skipped"))
                .hasSize(1);
        assertThat(run.failed()).isZero();
        assertThat(site.archived).isEmpty();
        assertThat(site.statuses()).isEmpty();
        assertThat(site.archives()).isEmpty();
        assertThat(second).isEmptyDirectory();
        assertThat(site.database.queryForList("select * from mdl_files order by id"))
                .isEqualTo(files);
        assertThat(site.reader().runs(1, 0)).isEmpty();
    }

    private static RunRequest course(long id) {
        return new RunRequest(true, true, false, Set.of(id), "command");
    }
}
