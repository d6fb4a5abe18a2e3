package org.coursebackup.web;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.RunRow;

import static org.assertj.core.api.Assertions.assertThat;

class StopTest {
    @Test
    void a_run_stopped_by_hand_finishes_its_current_courses_and_is_not_taken_up_again_that_night() throws Exception {
        try (ReportSite site = new ReportSite().start()) {
            site.beforeEachArchive = () -> site.flow.runs().stopAfterCurrentCourses();

            try {
                site.run();
            } finally {
                site.beforeEachArchive = () -> {};
            }

            RunRow run = site.flow.history().runs(1, 0).get(0);
            assertThat(run.state()).isEqualTo("stopped");
            assertThat(run.totals().ok()).isBetween(1, 2);
            assertThat(site.database.queryForObject(
                            "select count(*) from mdl_backup_courses where laststatus = '2'", Integer.class))
                    .isZero();
            assertThat(site.flow.runs().mayCatchUp()).isFalse();
            site.run();
            assertThat(site.flow.runs().mayCatchUp()).isTrue();
            assertThat(site.flow.history().runs(1, 0).get(0).state()).isEqualTo("finished");
        }
    }
}
