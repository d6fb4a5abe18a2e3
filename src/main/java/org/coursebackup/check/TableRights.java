package org.coursebackup.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.coursebackup.moodle.TablePrefix;

/**
 * What a database user may do with tables, tried with statements that match no row. The catalogue would not do: each
 * database hides from a user what it may not touch, so that a table without privileges looks like a missing one.
 */
final class TableRights {
    /** Errors of MariaDB and MySQL: no privilege on a table, or on one of its columns. */
    private static final Set<Integer> MYSQL_REFUSED = Set.of(1142, 1143);
    /** SQL states: PostgreSQL's, and H2's. */
    private static final Set<String> REFUSED = Set.of("42501", "90096");

    private static final Set<String> ABSENT = Set.of("42P01", "42S02", "42S03", "42S04");

    private final TablePrefix tables;

    TableRights(TablePrefix tables) {
        this.tables = tables;
    }

    /**
     * @param refused tables that the user may not read; some may not exist if privileges are granted table by table
     * @param absent tables that do not exist
     */
    record Found(Set<String> refused, Set<String> absent) {}

    Found reading(Collection<String> names, DataSource database) throws SQLException {
        Found found = new Found(new TreeSet<>(), new TreeSet<>());
        try (Connection connection = database.getConnection()) {
            for (String name : names) {
                SQLException failure = attempt(connection, "SELECT 1 FROM {" + name + "} WHERE 1 = 0");
                if (failure == null) {
                    continue;
                }
                if (refused(failure)) {
                    found.refused.add(name);
                } else if (ABSENT.contains(String.valueOf(failure.getSQLState()))) {
                    found.absent.add(name);
                } else {
                    throw failure;
                }
            }
        }
        return found;
    }

    /** Moodle's tables that the user could change although this program never does; a sample. */
    List<String> tooMuch(DataSource database, boolean files) throws SQLException {
        List<String> more = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (String name : files ? List.of("course", "user") : List.of("course", "user", "files")) {
                if (attempt(connection, "UPDATE {" + name + "} SET id = id WHERE 1 = 0") == null) {
                    more.add(name);
                }
            }
        }
        return more;
    }

    /** Null if the database accepted it. */
    private SQLException attempt(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(tables.in(sql));
            return null;
        } catch (SQLException failure) {
            return failure;
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    static boolean refused(SQLException failure) {
        return MYSQL_REFUSED.contains(failure.getErrorCode())
                || REFUSED.contains(String.valueOf(failure.getSQLState()));
    }
}
