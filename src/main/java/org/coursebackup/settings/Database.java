package org.coursebackup.settings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

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
        return DriverManager.getConnection(url, properties());
    }

    /** User, password and what the driver is told besides; what the address itself says wins. */
    public Properties properties() {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        if (mariadb()) {
            // MySQL's caching_sha2_password without TLS: the server's key is asked for, as PHP's driver does
            properties.setProperty("allowPublicKeyRetrieval", "true");
        }
        return properties;
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
