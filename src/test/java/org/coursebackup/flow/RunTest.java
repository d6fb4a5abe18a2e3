package org.coursebackup.flow;

import java.util.Map;

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
    void every_course_gets_the_status_it_deserves() throws Exception {
        site.start();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(site.statuses()).isEqualTo(Map.of(1L, "1", 2L, "1", 3L, "1", 4L, "1", 5L, "1", 6L, "3", 7L, "1", 8L, "4", 9L, "0"));
        assertThat(run).extracting(RunSummary::ok, RunSummary::warned, RunSummary::skipped, RunSummary::failed).containsExactly(6, 1, 1, 1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(site.archives()).hasSize(7).allMatch(name -> name.endsWith(".mbz"));
        assertThat(site.reader().course(6).orElseThrow().reason()).isEqualTo("hidden and not modified in the last 31 days");
        assertThat(site.reader().course(9).orElseThrow().reason()).contains("9");
    }
}
