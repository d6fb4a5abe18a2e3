package org.coursebackup.flow;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import org.coursebackup.archive.CourseGoneException;
import org.coursebackup.course.CourseWork;
import org.coursebackup.history.Result;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;

/** Courses that cannot be backed up: each has a status and a reason, and the others go on. */
class CourseFailuresTest extends OnTestSite {
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
}
