package org.coursebackup.moodle;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Moodle's database, for single statements. They name tables in braces: {@code SELECT id FROM {course}}. Failures are
 * Spring's {@link org.springframework.dao.DataAccessException}.
 */
public final class MoodleDatabase {
    private final DataSource connections;
    private final TablePrefix tables;
    private final JdbcClient client;

    public MoodleDatabase(DataSource connections, TablePrefix tables) {
        this.connections = connections;
        this.tables = tables;
        this.client = JdbcClient.create(connections);
    }

    /** A statement, to be given its parameters and sent. */
    public JdbcClient.StatementSpec sql(String sql) {
        return client.sql(tables.in(sql));
    }

    /** For transactions, and for routes. */
    public DataSource connections() {
        return connections;
    }
}
