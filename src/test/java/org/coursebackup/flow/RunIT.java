package org.coursebackup.flow;

import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The same route files on real servers. */
class RunIT {
    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void every_course_gets_the_status_it_deserves(DatabaseKind kind) throws Exception {
        try (TestSite site = new TestSite(kind)) {
            Flow flow = site.start();

            RunSummary run = site.run(RunRequest.due("command"));

            assertThat(site.statuses())
                    .isEqualTo(Map.of(1L, "1", 2L, "1", 3L, "1", 4L, "1", 5L, "1", 6L, "3", 7L, "1", 8L, "4", 9L, "0"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(site.archives()).hasSize(7);

            site.database.update(
                    "update mdl_backup_courses set laststatus = '2', laststarttime = 5 where courseid = 3");
            site.database.update("delete from mdl_course where id = 4");
            flow.context().createProducerTemplate().requestBody("direct:due", (Object) null);
            RunSummary second = site.run(RunRequest.due("command"));
            assertThat(second.ok()).isEqualTo(1);
            assertThat(site.statuses()).containsEntry(3L, "1").doesNotContainKey(4L);
            assertThat(site.run(new RunRequest(false, false, false, Set.of(2L, 5L), "command"))
                            .ok())
                    .isEqualTo(2);
        }
    }

    /**
     * Streaming with both drivers: more courses than the queue holds, so the selection is still being read while others
     * are done.
     */
    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void thousands_of_courses_go_through_a_queue_of_hundred(DatabaseKind kind) throws Exception {
        try (TestSite site = new TestSite(kind)) {
            site.properties.setProperty(
                    "backup.queue", "seda:courses?size=100&blockWhenFull=true&concurrentConsumers=4");
            site.properties.setProperty("keep.last", "0");
            site.archiveQuickly();
            site.editRoute("30-course.camel.yaml", "        - to: direct:publish\n", "");
            site.editRoute("30-course.camel.yaml", "        - to: direct:afterwards\n", "");
            site.archiver = (id, name, settings, part, reference) -> TestSite.nothing(id);
            site.database.batchUpdate(
                    "insert into mdl_course (id, category, fullname, shortname, visible, timemodified) values"
                            + " (?, 1, ?, ?, 1, 0)",
                    LongStream.rangeClosed(1001, 4_000)
                            .mapToObj(id -> new Object[] {id, "Course " + id, "C" + id})
                            .toList());
            site.start();

            RunSummary run = site.run(RunRequest.due("command"));

            assertThat(run.ok()).isEqualTo(3_008);
            assertThat(run.skipped()).isEqualTo(1);
            assertThat(site.statuses().values()).containsOnly("1", "3");
        }
    }
}
