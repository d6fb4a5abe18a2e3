package org.coursebackup.flow;

import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of Moodle's table files that no upload makes; one of them must not cost a course its archive. */
class OddFileRowsTest {
    private TestSite site;
    private long file;
    private long course;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        file = number("select min(id) from mdl_files where component = 'mod_resource' and filename <> '.'");
        course = number("select cm.course from mdl_files f join mdl_context x on x.id = f.contextid"
                + " join mdl_course_modules cm on cm.id = x.instanceid where f.id = " + file);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "../../../../etc/passwd", "da39a3"})
    void what_no_pool_file_is_named_after_is_a_warning_that_names_the_file(String hash) throws Exception {
        site.database.update("update mdl_files set filename = 'lost.pdf', contenthash = ? where id = ?", hash, file);

        RunSummary run = run();

        assertThat(run.totals().warned()).isOne();
        assertThat(site.statuses()).containsEntry(course, "4");
        assertThat(site.archives()).hasSize(1);
        assertThat(site.reader().warnings(run.runId(), course)).anySatisfy(warning -> assertThat(warning)
                .contains("'lost.pdf'", "'" + hash + "'", "a restored course will lack it"));
    }

    @Test
    void a_file_with_the_name_of_the_parent_folder_is_archived_as_any_other() throws Exception {
        site.database.update("update mdl_files set filename = '..' where id = ?", file);

        run();

        assertThat(site.statuses()).containsEntry(course, "1");
    }

    private RunSummary run() throws Exception {
        site.start();
        return site.run(new RunRequest(true, true, false, Set.of(course), "test"));
    }

    private long number(String sql) {
        return site.database.queryForObject(sql, Long.class);
    }
}
