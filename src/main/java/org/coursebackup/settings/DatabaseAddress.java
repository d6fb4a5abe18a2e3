package org.coursebackup.settings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.moodleconfig.MoodleConfig;
import org.coursebackup.moodleconfig.Unknown;

/**
 * JDBC addresses from {@code $CFG->dbtype} and {@code $CFG->dboptions}, read as Moodle's native drivers (mysqli and
 * pgsql) do.
 */
final class DatabaseAddress {
    /** Where servers put their sockets by default; the same server listens on its default port. */
    private static final Set<String> USUAL_SOCKETS = Set.of(
            "/var/run/mysqld/mysqld.sock",
            "/run/mysqld/mysqld.sock",
            "/var/lib/mysql/mysql.sock",
            "/tmp/mysql.sock",
            "/var/run/postgresql",
            "/run/postgresql",
            "/tmp");

    private final String type;
    private final Map<?, ?> options;

    /**
     * @param url null if there is none
     * @param remark why there is none, or what to know about it; null if nothing
     */
    record Answer(String url, String remark) {}

    DatabaseAddress(String type, Map<?, ?> options) {
        this.type = type;
        this.options = options;
    }

    /** The address of one server; each part is text or {@link Unknown}. */
    Answer of(Object host, Object port, Object name) {
        boolean postgresql = type.equals("pgsql");
        if (!postgresql && !Set.of("mariadb", "mysqli", "auroramysql").contains(type)) {
            return refused("$CFG->dbtype is '" + type
                    + "', which this program cannot read. It reads MariaDB, MySQL and PostgreSQL; no"
                    + " course can be backed up from this site");
        }
        for (Object part :
                new Object[] {host, port, name, options.get("dbsocket"), options.get("ssl"), options.get("dbschema")}) {
            if (part instanceof Unknown unknown) {
                return refused("a part of $CFG->dboptions, or the host, " + unknown.why());
            }
        }
        if (!(host instanceof String server) || !(name instanceof String database)) {
            return refused("$CFG->dbhost or $CFG->dbname is no text");
        }
        String portText = (String) MoodleConfig.text(port);
        if (!portText.matches("\\d*")) {
            return refused("$CFG->dboptions['dbport'] is '" + portText + "', which is no port");
        }
        if (!database.matches("[^?&#/\\s]+")) {
            return refused("$CFG->dbname is '" + database + "', which has characters that an address cannot hold");
        }
        String socket = socket(server, postgresql);
        if (socket != null && !USUAL_SOCKETS.contains(socket)) {
            return refused("the database is reached by the socket " + socket + ", and this program speaks TCP only");
        }
        String machine = socket == null ? server : "localhost";
        if (machine.indexOf(':') >= 0 && machine.indexOf(':') == machine.lastIndexOf(':')) {
            return refused("$CFG->dbhost is '" + machine + "', with a colon in it");
        }
        List<String> parameters = new ArrayList<>();
        String ssl = (String) MoodleConfig.text(options.get("ssl"));
        if (!ssl.isEmpty()) {
            String parameter = ssl(ssl, postgresql);
            if (parameter == null) {
                return refused("$CFG->dboptions['ssl'] is '" + ssl + "', which Moodle does not know");
            }
            parameters.add(parameter);
        }
        String schema = (String) MoodleConfig.text(options.get("dbschema"));
        if (postgresql && !schema.isEmpty()) {
            parameters.add("currentSchema=" + URLEncoder.encode(schema, StandardCharsets.UTF_8));
        }
        String url = (postgresql ? "jdbc:postgresql://" : "jdbc:mariadb://")
                + (machine.indexOf(':') >= 0 && !machine.startsWith("[") ? "[" + machine + "]" : machine)
                + (portText.isEmpty() || portText.equals("0") ? "" : ":" + portText) + "/" + database
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        return new Answer(
                url,
                socket == null
                        ? null
                        : "the site reaches its database by the socket " + socket + ". This program takes TCP on"
                                + " localhost instead; where another server listens there, set moodle.db.url");
    }

    private static Answer refused(String why) {
        return new Answer(null, why);
    }

    /** The socket that Moodle uses although this program cannot; null if it uses none or the server's default. */
    private String socket(String host, boolean postgresql) {
        Object option = options.get("dbsocket");
        String path = option instanceof String text && text.contains("/") ? text : null;
        if (host.startsWith("/")) {
            return host;
        }
        if (postgresql) {
            boolean wanted = !(option == null || Set.of("", "0").contains(String.valueOf(MoodleConfig.text(option))));
            return wanted && Set.of("localhost", "127.0.0.1").contains(host)
                    ? (path == null ? "/var/run/postgresql" : path)
                    : host.isEmpty() ? "/var/run/postgresql" : null;
        }
        boolean local = host.isEmpty() || host.equals("localhost");
        return local && path != null ? path : host.isEmpty() ? "/run/mysqld/mysqld.sock" : null;
    }

    private static String ssl(String mode, boolean postgresql) {
        if (postgresql) {
            return Set.of("prefer", "disable", "require", "verify-full").contains(mode) ? "sslmode=" + mode : null;
        }
        return switch (mode) {
            // encrypted, but the server is not verified, as in PHP
            case "require" -> "sslMode=trust";
            case "verify-full" -> "sslMode=verify-full";
            default -> null;
        };
    }
}
