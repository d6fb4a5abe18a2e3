package org.coursebackup.history;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcConnection;
import org.springframework.jdbc.datasource.AbstractDataSource;

import org.coursebackup.settings.Database;

/**
 * Connections to an embedded history that has no password in the settings. Its server mode, which lets {@code status}
 * read while {@code start} runs, opens a port that every user of the machine can reach, and whoever gets in can run
 * commands as this program's user. So the database gets a long random password, kept in a file next to it that only its
 * owner can read. An older history gets one, too.
 */
public final class EmbeddedHistory extends AbstractDataSource {
    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:h2:(?!mem:|tcp:|ssl:|zip:|split:)(?:file:|nio\\w*:|async:)?([^;]+)(.*)");
    private static final String WRONG_PASSWORD = "28000";
    /** What H2 says while another process is just opening the database, so that it is no server yet, or closing it. */
    private static final Set<Integer> OTHER_BEGINS_OR_ENDS = Set.of(
            ErrorCode.ERROR_OPENING_DATABASE_1,
            ErrorCode.DATABASE_ALREADY_OPEN_1,
            ErrorCode.CONNECTION_BROKEN_1,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            ErrorCode.DATABASE_IS_CLOSED);
    /** H2's own attempts last up to four seconds, and whoever asks a pool waits twenty. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final int LOGIN_SECONDS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final HistoryFiles files;

    private EmbeddedHistory(Database database, HistoryFiles files) {
        this.database = database;
        this.files = files;
    }

    /** Empty for a history on a server, in memory, or with a password in the settings. */
    public static Optional<DataSource> of(Database history) {
        return files(history).map(files -> new EmbeddedHistory(history, files));
    }

    /** Empty if the history has no files with a key. */
    static Optional<HistoryFiles> files(Database history) {
        Matcher address = ADDRESS.matcher(history.url());
        if (!address.matches()
                || !history.password().isEmpty()
                || address.group(2).toUpperCase(Locale.ROOT).contains(";PASSWORD=")) {
            return Optional.empty();
        }
        String path =
                address.group(1).replaceFirst("^~(?=/)", Matcher.quoteReplacement(System.getProperty("user.home")));
        try {
            return Optional.of(new HistoryFiles(Path.of(path).toAbsolutePath().normalize()));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (long begun = System.nanoTime(); ; ) {
            try {
                return open();
            } catch (SQLException failure) {
                boolean over = System.nanoTime() - begun > PATIENCE.toNanos();
                if (over || !shared() || !OTHER_BEGINS_OR_ENDS.contains(failure.getErrorCode())) {
                    throw failure;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new SQLException("waiting for another process that opens or closes it was interrupted");
            }
        }
    }

    /** Whether processes take turns in being its server. */
    private boolean shared() {
        return database.url().toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
    }

    private Connection open() throws SQLException {
        try {
            boolean make = !database.url().toUpperCase(Locale.ROOT).contains(";IFEXISTS=TRUE");
            switch (files.prepare(make)) {
                case MISSING:
                    return connect("");
                case WITHOUT_KEY:
                    return takeOver();
                default:
                    return connectWithKey();
            }
        } catch (IOException failure) {
            throw new SQLException(
                    "its files cannot be used (" + failure + "), so there is no history and no run. Give the user who"
                            + " runs this program the right to read and write them and their folder, or set another"
                            + " place",
                    failure);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    private Connection connect(String password) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(database.limits());
        properties.setProperty("user", database.user());
        properties.setProperty("password", password);
        return DriverManager.getConnection(database.url(), properties);
    }

    private Connection connectWithKey() throws SQLException, IOException {
        try {
            return connect(files.key());
        } catch (SQLException failure) {
            if (!WRONG_PASSWORD.equals(failure.getSQLState())) {
                throw failure;
            }
            // a kill may have come between making the key and using it
            return takeOver();
        }
    }

    /**
     * Gives a history from before there was a key its password. While an earlier version of this program has it open it
     * stays as it is, since that one would be shut out.
     */
    private Connection takeOver() throws SQLException, IOException {
        Connection connection;
        try {
            connection = connect("");
        } catch (SQLException failure) {
            if (!WRONG_PASSWORD.equals(failure.getSQLState())) {
                throw failure;
            }
            return afterAll(failure);
        }
        if (!connection.unwrap(JdbcConnection.class).getSession().isRemote()) {
            try (Statement statement = connection.createStatement()) {
                String user = statement.enquoteIdentifier(database.user().toUpperCase(Locale.ROOT), true);
                statement.execute("alter user " + user + " set password '" + files.key() + "'");
            } catch (SQLException | IOException failure) {
                connection.close();
                throw failure;
            }
        }
        return connection;
    }

    /** Tries the key once more, since another process may have set it at the same time. */
    private Connection afterAll(SQLException refused) throws SQLException, IOException {
        if (files.hasKey()) {
            try {
                return connect(files.key());
            } catch (SQLException failure) {
                if (!WRONG_PASSWORD.equals(failure.getSQLState())) {
                    throw failure;
                }
            }
        }
        throw new SQLException(
                "the key in " + files.keyFile() + " does not open it. Put back the key file that belongs to it, or"
                        + " move the files of the history away to begin a new one",
                refused);
    }

    /** How long a pool waits, when it is closed, for a thread that is just opening a connection; seconds. */
    @Override
    public int getLoginTimeout() {
        return LOGIN_SECONDS;
    }
}
