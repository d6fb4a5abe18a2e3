package org.coursebackup.flow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.check.RouteCheck;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The SQL of the route files on every kind of database, prepared but not executed. */
class SqlCheckIT {
    @ParameterizedTest
    @EnumSource
    void the_packaged_routes_are_accepted_and_a_slip_is_told_with_file_and_line(DatabaseKind kind) throws Exception {
        try (TestSite site = new TestSite(kind)) {
            assertThat(RouteCheck.findings(site.settings(), site.open())).isEmpty();
            site.editRoute("25-select.camel.yaml", "COALESCE(b.laststatus, '5')", "COALESCE(b.laststats, '5')");
            site.editRoute("20-run.camel.yaml", "WHERE courseid NOT IN", "WHERE courseid NOTIN");

            assertThat(RouteCheck.findings(site.settings(), site.open()))
                    .extracting(finding -> finding.problem().toString())
                    .hasSize(2)
                    .anySatisfy(problem -> assertThat(problem)
                            .containsIgnoringCase("laststats")
                            .contains("routes/25-select.camel.yaml, line "))
                    .anySatisfy(problem -> assertThat(problem).contains("routes/20-run.camel.yaml, line "));
            assertThat(site.statuses()).isEmpty();
        }
    }
}
