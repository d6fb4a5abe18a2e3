package org.coursebackup.skip;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.TablePrefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CourseLogTest {
    private final JdbcDataSource site = new JdbcDataSource();

    @BeforeEach
    void aLog() throws SQLException {
        site.setURL("jdbc:h2:mem:" + getClass().getSimpleName() + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        try (Connection c = site.getConnection();
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE mdl_logstore_standard_log (courseid BIGINT, anonymous SMALLINT, timecreated BIGINT,"
                    + " crud VARCHAR(1), eventname VARCHAR(255))");
            s.execute("INSERT INTO mdl_logstore_standard_log VALUES (7, 0, 100, 'u',"
                    + " '\\core\\event\\course_module_updated'),"
                    + " (7, 0, 900, 'r', '\\core\\event\\course_viewed'),"
                    + " (7, 0, 950, 'c', '\\core\\event\\course_backup_created'),"
                    + " (8, 1, 500, 'c', '\\mod_feedback\\event\\response_submitted')");
        }
    }

    @Test
    void only_changes_after_the_moment_count() {
        CourseLog log = new CourseLog(new MoodleDatabase(site, TablePrefix.USUAL));
        assertThat(log.changedSince(7, Instant.ofEpochSecond(99))).isTrue();
        assertThat(log.changedSince(7, Instant.ofEpochSecond(100)))
                .as("not the moment itself, no reading, no backup")
                .isFalse();
        assertThat(log.changedSince(8, Instant.ofEpochSecond(499)))
                .as("anonymous entries count")
                .isTrue();
        assertThat(log.changedSince(9, Instant.ofEpochSecond(0))).isFalse();
    }

    @Test
    void an_unreadable_log_is_an_error_and_never_a_skip() {
        assertThatThrownBy(() -> new CourseLog(new MoodleDatabase(site, new TablePrefix("wrong_")))
                        .changedSince(7, Instant.EPOCH))
                .hasMessageContaining("course 7")
                .hasMessageContaining("logstore_standard_log");
    }
}
