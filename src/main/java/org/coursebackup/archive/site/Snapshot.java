package org.coursebackup.archive.site;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import org.coursebackup.moodle.TablePrefix;

/**
 * One moment of the site's database: a single read-only REPEATABLE READ transaction on one connection. Rows are
 * streamed; only one query may be open at a time.
 */
public final class Snapshot implements AutoCloseable {
    /** Receives a row; the result set must not be kept. */
    public interface RowHandler {
        void row(ResultSet row) throws SQLException, IOException;
    }

    /** Rows that the driver holds in memory at a time. */
    private static final int FETCH_SIZE = 100;

    private final Connection connection;
    private final TablePrefix tables;
    private final Map<String, Long> rowsByTable = new TreeMap<>();
    private int statements;

    public Snapshot(DataSource database, TablePrefix tables) throws SQLException {
        this.tables = tables;
        this.connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    public Connection connection() {
        return connection;
    }

    public int statements() {
        return statements;
    }

    /** Number of rows read so far, by table without prefix. */
    public Map<String, Long> rowsByTable() {
        return rowsByTable;
    }

    public void count(String table, long rows) {
        if (rows > 0) {
            rowsByTable.merge(table, rows, Long::sum);
        }
    }

    /** Sends a query with table names in braces and hands on each row; returns the number of rows. */
    public long query(String sql, RowHandler handler) throws SQLException, IOException {
        statements++;
        long rows = 0;
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet result = statement.executeQuery(tables.in(sql))) {
                while (result.next()) {
                    handler.row(result);
                    rows++;
                }
            }
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " [" + shortened(sql) + "]", e.getSQLState(), e.getErrorCode(), e);
        }
        return rows;
    }

    private static String shortened(String sql) {
        return sql.length() <= 300 ? sql : sql.substring(0, 300) + "...";
    }

    /** Gives the connection up without another word, since what comes over it next is not certain any more. */
    public void abort() throws SQLException {
        connection.unwrap(Connection.class).abort(Runnable::run);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setReadOnly(false);
        }
    }
}
