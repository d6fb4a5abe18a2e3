package org.coursebackup.flow;

import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Moodle 5.3 marks a course that is to be deleted and removes it later, by a task of its own. */
class DeletedCourseRunTest {
    private TestSite site;

    @BeforeEach
    void make_a_site() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.archiveQuickly();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void delete(long course) {
        site.database.execute("alter table mdl_course add column deletioninprogress smallint default 0");
        site.database.update("update mdl_course set deletioninprogress = 1 where id = ?", course);
    }

    private Set<Long> beingDeleted() {
        return new MoodleCourses(new MoodleDatabase(site.moodle.pool(), new TablePrefix("mdl_"))).beingDeleted();
    }

    @Test
    void a_course_being_deleted_is_passed_over_by_each_selection() throws Exception {
        delete(4);
        assertThat(beingDeleted()).containsExactly(4L);
        site.start();

        RunSummary due = site.run(RunRequest.due("test"));
        site.run(new RunRequest(true, true, false, new TreeSet<>(), "test"));
        RunSummary alone = site.run(new RunRequest(true, true, false, new TreeSet<>(Set.of(4L)), "test"));

        assertThat(site.archived).contains(3L).doesNotContain(4L);
        assertThat(due.failed()).isZero();
        assertThat(alone.offered()).isZero();
        assertThat(site.statuses()).containsEntry(4L, "5");
        assertThat(site.reader().ofCourse(4, 5, 0)).isEmpty();
    }

    @Test
    void it_is_not_due_so_that_no_run_begins_for_it() throws Exception {
        Flow flow = site.start();
        site.run(RunRequest.due("test"));
        site.database.update("update mdl_backup_courses set nextstarttime = 0 where courseid = 4");
        site.database.update("update mdl_backup_courses set nextstarttime = 9999999999 where courseid <> 4");
        assertThat(due(flow)).isEqualTo(1);

        delete(4);

        assertThat(due(flow)).isZero();
    }

    @Test
    void a_site_without_the_mark_is_deleting_nothing() {
        assertThat(beingDeleted()).isEmpty();
    }

    private static long due(Flow flow) throws Exception {
        try (ProducerTemplate producer = flow.context().createProducerTemplate()) {
            return producer.requestBody("direct:due", null, Long.class);
        }
    }
}
