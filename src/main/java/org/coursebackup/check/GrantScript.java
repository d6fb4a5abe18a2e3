package org.coursebackup.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.coursebackup.moodle.TablePrefix;

/**
 * The statements that grant a dedicated database user the least privileges that backups need, for the database's
 * administrator: SELECT on the tables that archives read, and writing to {@code backup_courses} alone.
 */
public final class GrantScript {
    private final TablePrefix prefix;
    private final String user;
    private final List<String> lines = new ArrayList<>();

    private GrantScript(TablePrefix prefix, String user) {
        this.prefix = prefix;
        this.user = user;
    }

    /**
     * For Moodle's main database.
     *
     * @param read tables to read, without prefix
     * @param written tables to insert into and delete from besides {@code backup_courses}
     * @param user name of the user to whom they are granted
     * @throws SQLException if the database can't be asked what exists
     */
    public static String of(
            DataSource database, TablePrefix prefix, Collection<String> read, Set<String> written, String user)
            throws SQLException {
        GrantScript script = new GrantScript(prefix, user);
        Set<String> all = new TreeSet<>(read);
        all.addAll(RightsCheck.READ_OF_MAIN);
        TableRights.Found found = new TableRights(prefix).reading(all, database);
        all.removeAll(found.absent());
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            script.lines.add("-- The least rights for course backups of this site, on " + product + ".");
            if (!found.refused().isEmpty()) {
                script.lines.add("-- Made by a user who may not see all tables: a line that names a table which is not"
                        + " there can go.");
            }
            script.lines.add("-- Again after each upgrade of Moodle or of a plugin, since tables come with them.");
            if (product.equals("PostgreSQL")) {
                script.postgresql(connection, all, written);
            } else {
                script.mariadb(connection, all, written);
            }
        }
        return String.join("\n", script.lines) + "\n";
    }

    private void mariadb(Connection connection, Set<String> read, Set<String> written) throws SQLException {
        String host = text(connection, "SELECT USER()").replaceFirst("^.*@", "");
        String grantee = "'" + user.replace("'", "''") + "'@'" + host.replace("'", "''") + "'";
        String database = "`" + connection.getCatalog().replace("`", "``") + "`";
        lines.add("-- CREATE USER " + grantee + " IDENTIFIED BY '...';");
        for (String table : read) {
            lines.add("GRANT SELECT ON " + database + ".`" + name(table) + "` TO " + grantee + ";");
        }
        lines.add("GRANT INSERT, UPDATE, DELETE ON " + database + ".`" + name("backup_courses") + "` TO " + grantee
                + ";");
        for (String table : written) {
            lines.add("GRANT INSERT, DELETE ON " + database + ".`" + name(table) + "` TO " + grantee + ";");
        }
    }

    private void postgresql(Connection connection, Set<String> read, Set<String> written) throws SQLException {
        String grantee = quoted(user);
        String schema = quoted(connection.getSchema());
        lines.add("-- CREATE ROLE " + grantee + " LOGIN PASSWORD '...';");
        lines.add("GRANT CONNECT ON DATABASE " + quoted(connection.getCatalog()) + " TO " + grantee + ";");
        lines.add("GRANT USAGE ON SCHEMA " + schema + " TO " + grantee + ";");
        lines.add("GRANT SELECT ON "
                + read.stream().map(table -> schema + "." + quoted(name(table))).collect(Collectors.joining(",\n  "))
                + "\n  TO " + grantee + ";");
        String accounts = schema + "." + quoted(name("backup_courses"));
        lines.add("GRANT INSERT, UPDATE, DELETE ON " + accounts + " TO " + grantee + ";");
        sequence(connection, accounts, grantee);
        for (String table : written) {
            lines.add("GRANT INSERT, DELETE ON " + schema + "." + quoted(name(table)) + " TO " + grantee + ";");
            sequence(connection, schema + "." + quoted(name(table)), grantee);
        }
    }

    /** Grants the sequence from which new rows take their ids. */
    private void sequence(Connection connection, String table, String grantee) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_get_serial_sequence(?, 'id')")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getString(1) != null) {
                    lines.add("GRANT USAGE ON SEQUENCE " + row.getString(1) + " TO " + grantee + ";");
                }
            }
        }
    }

    private String name(String table) {
        return prefix.in("{" + table + "}");
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    private static String text(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
