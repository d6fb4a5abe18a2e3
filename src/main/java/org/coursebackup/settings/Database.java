package org.coursebackup.settings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Access to one database.
 *
 * @param url JDBC address; jdbc:mysql: is handled by MariaDB's driver and already rewritten
 * @param user may be empty
 * @param password may be empty
 * @param timeout {@code database.timeout-seconds}: how long it may remain silent
 */
public record Database(String url, String user, String password, Duration timeout) {
    private static final Duration LONGEST_LOGIN = Duration.ofSeconds(15);
    /** Queries outside the pools are small ones. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(30);
    /** The server gives up a statement before we stop listening: otherwise it could still take effect unnoticed. */
    private static final Duration HEAD_START = Duration.ofSeconds(3);

    public Database {
        if (url.startsWith("jdbc:mysql:")) {
            url = "jdbc:mariadb:" + url.substring("jdbc:mysql:".length());
        }
    }

    /** With the default timeout. */
    public Database(String url, String user, String password) {
        this(url, user, password, Duration.ofMinutes(5));
    }

    public boolean mariadb() {
        return url.startsWith("jdbc:mariadb:");
    }

    public boolean postgresql() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** A connection outside any pool, for a query or two; it waits at most half a minute for each answer. */
    public Connection connect() throws SQLException {
        Duration patience = shorter(timeout, LONGEST_QUERY);
        Properties properties = properties();
        properties.putAll(limits(patience));
        Connection connection = DriverManager.getConnection(url, properties);
        Optional<String> greeting = greeting(patience);
        if (greeting.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(greeting.get());
            } catch (SQLException refused) {
                connection.close();
                throw refused;
            }
        }
        return connection;
    }

    /** User, password and what else the driver is told; what the address itself says takes precedence. */
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

    /**
     * Properties that make the driver limit every wait: for the login, for an answer, for a lock. What the address
     * itself says takes precedence.
     */
    public Map<String, String> limits() {
        return limits(timeout);
    }

    /** What a new connection sends first, so that the server keeps to the limit, too; empty for most servers. */
    public Optional<String> greeting() {
        return greeting(timeout);
    }

    private Map<String, String> limits(Duration patience) {
        Map<String, String> limits = new TreeMap<>();
        Duration login = shorter(timeout, LONGEST_LOGIN);
        Duration answer = patience.plus(HEAD_START);
        if (mariadb()) {
            limits.put("connectTimeout", String.valueOf(login.toMillis()));
            limits.put("socketTimeout", String.valueOf(answer.toMillis()));
            // MySQL knows these two as well, but not MariaDB's limit on a whole statement
            limits.put(
                    "sessionVariables",
                    "lock_wait_timeout=" + patience.toSeconds() + ",innodb_lock_wait_timeout=" + patience.toSeconds());
        } else if (postgresql()) {
            limits.put("connectTimeout", String.valueOf(login.toSeconds()));
            limits.put("loginTimeout", String.valueOf(login.toSeconds()));
            limits.put("socketTimeout", String.valueOf(answer.toSeconds()));
        } else if (url.matches("(?i)jdbc:h2:(tcp|ssl):.*|.*;AUTO_SERVER=TRUE.*") && !url.contains("NETWORK_TIMEOUT")) {
            limits.put("NETWORK_TIMEOUT", String.valueOf(answer.toMillis()));
        }
        return limits;
    }

    /** Not a connection option, since poolers such as PgBouncer refuse those. */
    private Optional<String> greeting(Duration patience) {
        return postgresql()
                ? Optional.of("set statement_timeout = " + patience.toMillis() + "; set lock_timeout = "
                        + patience.toMillis())
                : Optional.empty();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
