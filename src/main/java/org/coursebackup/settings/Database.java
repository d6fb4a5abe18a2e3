package org.coursebackup.settings;

/**
 * Access to one database.
 *
 * @param url      JDBC address; jdbc:mysql: is spoken by MariaDB's driver and already rewritten
 * @param user     may be empty
 * @param password may be empty
 */
public record Database(String url, String user, String password) {
    public Database {
        url = url.startsWith("jdbc:mysql:") ? "jdbc:mariadb:" + url.substring("jdbc:mysql:".length()) : url;
    }

    public boolean mariadb() {
        return url.startsWith("jdbc:mariadb:");
    }

    public boolean postgresql() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Never shows the password, nor one given inside the address. */
    @Override
    public String toString() {
        return url.replaceAll("(?i)(password=)[^&;]*", "$1***") + (user.isEmpty() ? "" : " as " + user);
    }
}
