package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.apache.camel.Variable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.course.CourseWork;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What follows the status of a course: each step may fail without the others. */
class AfterwardsTest {
    @TempDir
    Path second;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("backup.second-target", "file:" + second);
        site.properties.setProperty("keep.last", "1");
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** A step that fails for every course that has an archive. */
    public static final class FailingStep {
        public void remove(@Variable(CourseWork.VARIABLE) CourseWork work) throws IOException {
            if (work.result().archived()) {
                throw new IOException("nothing can be done for course " + work.getCourseId());
            }
        }
    }

    @Test
    void an_archive_is_copied_to_the_second_target_though_retention_fails() throws Exception {
        site.archiveQuickly();
        startWithFailingRetention();

        RunSummary run = site.run(courses(2L, 3L));

        assertThat(run.ok()).isEqualTo(2);
        assertThat(site.statuses()).containsEntry(2L, "1").containsEntry(3L, "1");
        assertThat(copies()).hasSize(2).isEqualTo(site.archives());
    }

    @Test
    void the_course_file_area_is_tidied_though_retention_fails() throws Exception {
        site.properties.setProperty("backup.storage", "both");
        startWithFailingRetention();
        site.run(courses(2L));
        ((SettableClock) site.clock).advance(Duration.ofDays(1));

        site.run(courses(2L));

        assertThat(site.archives()).hasSize(2);
        assertThat(site.database.queryForObject(
                        "select count(*) from mdl_files where component = 'backup' and filearea = 'automated'"
                                + " and filename <> '.'",
                        Integer.class))
                .isEqualTo(1);
        assertThat(copies()).hasSize(2);
    }

    @Test
    void retention_and_tidying_are_done_though_a_copy_cannot_be_ordered() throws Exception {
        site.editRoute("75-afterwards.camel.yaml", "{ref: copies, method: order}", "{ref: failing, method: remove}");
        site.open().bind("failing", new FailingStep()).start(RouteFiles.in(site.folder), false);
        site.run(courses(2L));
        String first = site.archives().get(0);
        ((SettableClock) site.clock).advance(Duration.ofDays(1));

        RunSummary run = site.run(courses(2L));

        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.statuses()).containsEntry(2L, "1");
        assertThat(site.archives()).hasSize(1).doesNotContain(first);
        assertThat(copies()).isEmpty();
    }

    private void startWithFailingRetention() throws Exception {
        site.editRoute("75-afterwards.camel.yaml", "ref: retention", "ref: failing");
        site.open().bind("failing", new FailingStep()).start(RouteFiles.in(site.folder), false);
    }

    private List<String> copies() throws IOException {
        try (var files = Files.list(second)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static RunRequest courses(Long... ids) {
        return new RunRequest(true, true, false, Set.of(ids), "command");
    }
}
