package org.coursebackup.history;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of the history, brought up to date by Flyway from the numbered files in {@code history/}. They are written
 * in SQL that H2, PostgreSQL and MariaDB have in common.
 */
final class HistorySchema {
    /** Number of the newest file. */
    static final String NEWEST = "16";

    private static final int ATTEMPTS = 5;

    private final DataSource database;
    private final JdbcTemplate jdbc;

    HistorySchema(DataSource database) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
    }

    /**
     * Creates what is missing; if nothing is, it only looks and changes nothing. Several processes may do it at once.
     *
     * @throws HistoryException if the tables cannot be brought up to date
     */
    void update() {
        for (int attempt = 1; !upToDate(); attempt++) {
            try {
                migrate();
            } catch (FlywayException failure) {
                // H2 has no lock for a history being created: of two processes one fails, then finds it
                // created
                if (attempt == ATTEMPTS || lacksRights(failure)) {
                    throw HistoryException.of(failure);
                }
            }
        }
    }

    private static boolean lacksRights(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JdbcException h2 && h2.getErrorCode() == ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1) {
                return true;
            }
        }
        return false;
    }

    /** Spares most starts Flyway's own inspection, which takes as long as the whole rest of a short command. */
    private boolean upToDate() {
        return Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>) HistorySchema::hasNewest));
    }

    private static boolean hasNewest(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        // looked up first, since MariaDB's driver prints a warning about a table that does not exist
        try (ResultSet table =
                database.getTables(connection.getCatalog(), connection.getSchema(), "flyway_schema_history", null)) {
            if (!table.next()) {
                return false;
            }
        }
        String question = "select 1 from 'flyway_schema_history' where 'version' = ? and 'success' = ?";
        try (PreparedStatement statement =
                connection.prepareStatement(question.replace("'", database.getIdentifierQuoteString()))) {
            statement.setString(1, NEWEST);
            statement.setBoolean(2, true);
            return statement.executeQuery().next();
        }
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:history")
                // Tables of others, or ours from before there were versions, may exist already. V1 leaves ours alone
                // and creates the missing ones, so nothing is taken as done that was not.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
