package org.coursebackup.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.Until;

/**
 * A database server of a scenario's own, from Maven's artifacts, that can be killed, made to stand still and restarted.
 */
abstract class DatabaseServer implements Closeable {
    static final String DATABASE = "moodle";

    final int port;

    DatabaseServer(int port) {
        this.port = port;
    }

    /** A running server with an empty database, in a folder of its own. */
    static DatabaseServer start(DatabaseKind kind, Path folder) throws Exception {
        DatabaseServer server = kind == DatabaseKind.MARIADB
                ? new MariaDbServer(folder, freePort())
                : new PostgresServer(folder, freePort());
        server.start();
        server.execute(server.systemUrl(), server.createDatabase());
        return server;
    }

    /** Starts it, on the same port and the same data as before; returns once it answers. */
    abstract void start() throws Exception;

    /** The process that all others of the server are children of. */
    abstract ProcessHandle process() throws IOException;

    /** The JDBC address of the site's database, with user and password. */
    abstract String url();

    /** Such an address of a database that is always there. */
    abstract String systemUrl();

    abstract String createDatabase();

    /** Ends the server's sessions in the site's database. */
    abstract String endSessions();

    /** Ends all its processes at once, as a machine does that loses its power. */
    void kill() throws IOException {
        List<ProcessHandle> all = processes().toList();
        signal("KILL", all);
        for (ProcessHandle process : all) {
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** An orderly end that doesn't wait for its clients. */
    abstract void stop() throws Exception;

    /** All its processes stand still until {@link #goOn()}; connections stay open and are not answered. */
    void standStill() throws IOException {
        signal("STOP", processes().toList());
    }

    void goOn() throws IOException {
        signal("CONT", processes().toList());
    }

    final void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, sql);
        }
    }

    final void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final void awaitAnswer() throws Exception {
        Until.holds("the database server answers on port " + port, Duration.ofMinutes(2), () -> {
            try {
                execute(systemUrl(), "select 1");
                return true;
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private Stream<ProcessHandle> processes() throws IOException {
        ProcessHandle first = process();
        return Stream.concat(Stream.of(first), first.descendants());
    }

    static void signal(String name, List<ProcessHandle> processes) throws IOException {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
