package org.coursebackup.history;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of the history, brought up to date by Flyway from the numbered files in {@code history/}. They are written
 * in the SQL that H2, PostgreSQL and MariaDB share.
 */
final class HistorySchema {
    /** Number of the newest file. */
    static final String NEWEST = "2";

    private static final int ATTEMPTS = 5;

    private final DataSource database;
    private final JdbcTemplate jdbc;

    HistorySchema(DataSource database) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
    }

    /**
     * Makes what is missing; where all is there, it asks one question and changes nothing. Several processes may do it
     * at once.
     *
     * @throws HistoryException when the tables cannot be brought up to date
     */
    void update() {
        for (int attempt = 1; !upToDate(); attempt++) {
            try {
                migrate();
            } catch (FlywayException failure) {
                // H2 has no lock for a history that is only being made: of two processes one fails, and finds it made
                if (attempt == ATTEMPTS) {
                    throw HistoryException.of(failure);
                }
            }
        }
    }

    /** Spares most starts Flyway's own inspection, which takes as long as all the rest of a short command. */
    private boolean upToDate() {
        return Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>) HistorySchema::hasNewest));
    }

    private static boolean hasNewest(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        // looked up first, since MariaDB's driver prints a warning of a table that is not there
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
                // Tables of others, or ours from before there were versions, may be there already. V1 leaves ours alone
                // and makes the missing ones, so nothing is taken for done that was not.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
