package org.coursebackup.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

import org.coursebackup.settings.MoodleSettings;

/**
 * Names a site for locks. Every installation that writes to the same table {@code backup_courses} comes to the same
 * names, and a copy of the site in another database to others.
 *
 * @param table 32 hexadecimal digits: the site's identifier with the place of its tables within a database server
 * @param onMachine the same, told apart from sites of that name on other servers; empty if no other process can reach
 *     the site
 */
record LockedSite(String table, String onMachine) {
    private static final int DIGITS = 32;

    static LockedSite of(Connection moodle, MoodleSettings settings) throws SQLException {
        String url = settings.database().url().replaceFirst(";.*", "");
        String place = place(moodle, settings, url);
        String table = hash(
                identifier(moodle, settings), place, settings.site().tables().prefix());
        return new LockedSite(
                table,
                url.startsWith("jdbc:h2:mem:")
                        ? ""
                        : hash(table, settings.site().wwwroot(), port(moodle, settings)));
    }

    private static String identifier(Connection moodle, MoodleSettings settings) throws SQLException {
        String sql = settings.site().tables().in("SELECT value FROM {config} WHERE name = 'siteidentifier'");
        return first(moodle, sql);
    }

    private static String place(Connection moodle, MoodleSettings settings, String url) throws SQLException {
        return settings.database().mariadb()
                ? first(moodle, "SELECT DATABASE()")
                : settings.database().postgresql()
                        ? first(moodle, "SELECT current_database() || ' ' || current_schema()")
                        : url;
    }

    private static String port(Connection moodle, MoodleSettings settings) throws SQLException {
        return settings.database().mariadb()
                ? first(moodle, "SELECT @@port")
                : settings.database().postgresql() ? first(moodle, "SELECT current_setting('port')") : "";
    }

    private static String first(Connection moodle, String sql) throws SQLException {
        try (PreparedStatement statement = moodle.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static String hash(String... parts) {
        try {
            byte[] text = String.join("\n", Arrays.asList(parts)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                    .substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
