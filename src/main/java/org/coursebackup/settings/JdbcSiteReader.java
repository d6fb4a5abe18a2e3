package org.coursebackup.settings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import org.coursebackup.moodle.TablePrefix;

/** Reads {@code config_plugins} and {@code config} over one short-lived connection. */
public final class JdbcSiteReader implements SiteReader {
    @Override
    public SiteAnswers read(Database moodle, TablePrefix tables) throws SQLException {
        try (Connection connection = moodle.connect()) {
            return new SiteAnswers(
                    pairs(connection, tables.in("SELECT name, value FROM {config_plugins} WHERE plugin = ?"), "backup"),
                    pairs(connection, tables.in("SELECT name, value FROM {config} WHERE name = ?"), "timezone")
                            .getOrDefault("timezone", ""));
        }
    }

    private static Map<String, String> pairs(Connection connection, String sql, String parameter) throws SQLException {
        Map<String, String> pairs = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pairs.put(rows.getString(1), rows.getString(2) == null ? "" : rows.getString(2));
                }
            }
        }
        return pairs;
    }
}
