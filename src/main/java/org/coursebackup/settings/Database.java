package org.coursebackup.settings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Access to one database.
 *
 * @param url JDBC address; jdbc:mysql: is handled by MariaDB's driver and already rewritten
 * @param user may be empty
 * @param password may be empty
 */
public record Database(String url, String user, String password) {
    public Database {
        if (url.startsWith("jdbc:mysql:")) {
            url = "jdbc:mariadb:" + url.substring("jdbc:mysql:".length());
        }
    }

    public boolean mariadb() {
        return url.startsWith("jdbc:mariadb:");
    }

    public boolean postgresql() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** A connection outside any pool, for a query or two. */
    public Connection connect() throws SQLException {
        return user.isEmpty() ? DriverManager.getConnection(url) : DriverManager.getConnection(url, user, password);
    }

    /** Never shows the password, not even one inside the address. */
    @Override
    public String toString() {
        return masked(url) + (user.isEmpty() ? "" : " as " + user);
    }

    /** The text without the passwords in addresses: drivers quote an address that they can't parse. */
    static String masked(String text) {
        return text.replaceAll("(?i)(password=)[^&;\"]*", "$1***").replaceAll("(//[^/@:\\s]*:)[^/\\s]*@", "$1***@");
    }
}
