package org.coursebackup.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.springframework.jdbc.core.JdbcTemplate;

/** A table that somebody else has locked, as a dump or an upgrade of the site does, until this is closed. */
public final class TableLock implements AutoCloseable {
    private final Connection connection;
    private final DatabaseKind kind;

    /** @param connection must not be used by anybody else meanwhile */
    public TableLock(Connection connection, DatabaseKind kind, String table) throws SQLException {
        this.connection = connection;
        this.kind = kind;
        if (kind == DatabaseKind.POSTGRESQL) {
            connection.setAutoCommit(false);
        }
        execute(
                kind == DatabaseKind.POSTGRESQL
                        ? "lock table " + table + " in access exclusive mode"
                        : "lock tables " + table + " write");
    }

    /** How many statements are waiting for a lock on the server. */
    public long waiting(JdbcTemplate server) {
        return server.queryForObject(
                kind == DatabaseKind.POSTGRESQL
                        ? "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        : "select count(*) from information_schema.processlist where state like 'Waiting for tabl%'",
                Long.class);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        if (kind == DatabaseKind.POSTGRESQL) {
            connection.rollback();
            connection.setAutoCommit(true);
        } else {
            execute("unlock tables");
        }
    }
}
