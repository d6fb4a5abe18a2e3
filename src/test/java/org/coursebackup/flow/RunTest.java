package org.coursebackup.flow;

import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.MoodleDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunTest {
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(MoodleDatabase.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_first_run_backs_up_every_course_but_the_one_that_is_hidden_and_unmodified() throws Exception {
        site.start();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(site.statuses()).containsEntry(6L, "3").containsEntry(2L, "1").containsEntry(7L, "1").hasSize(9);
        assertThat(run.ok()).isEqualTo(8);
        assertThat(run.skipped()).isEqualTo(1);
        assertThat(site.reader().course(6).orElseThrow().reason()).isEqualTo("hidden and not modified in the last 31 days");
        assertThat(site.archives()).hasSize(8).allMatch(name -> name.endsWith(".mbz"));
    }
}
