package org.coursebackup.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.settings.Database;
import org.coursebackup.settings.DatabaseTrouble;

/**
 * A lock that Moodle's database server keeps as long as a connection lives: it needs no right, no table and no row, and
 * every installation that uses the site meets it, on whichever machine. The connection is held outside the pools.
 *
 * <p>On PostgreSQL the lock belongs to a transaction, not to the session, since a pooler in between (PgBouncer) gives a
 * session to whoever is next, lock included; the transaction reads nothing, so it holds back no vacuum. On MariaDB and
 * MySQL it is {@code GET_LOCK}. Other databases have none.
 */
final class AdvisoryLock {
    private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLock.class);
    /** So that a server that refuses such locks, as some clusters do, is told from one that is away. */
    private static final String AWAY = "08";

    private static final int PATIENCE_SECONDS = 5;
    /** The first half of PostgreSQL's key: what other programs that lock this way are not likely to use. */
    private static final int OURS = 0x4d4342;

    private static final String WHEN_GONE =
            " If that process is gone already, the database frees its lock once it notices"
                    + " that the connection is dead: at once on the same machine, over a broken network after"
                    + " TCP's keepalive, which may be two hours.";

    private final Database database;
    private final String site;
    private final String owner;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Connection connection;
    private volatile boolean over;
    private long session;

    private AdvisoryLock(Database database, String site, String owner) {
        this.database = database;
        this.site = site;
        this.owner = owner;
    }

    /**
     * Takes the lock.
     *
     * @param opened a new connection, which this keeps and closes unless it throws
     * @param owner what others are told, where the database can tell
     * @return empty if the database has no such locks, or refuses them; the connection is closed then
     * @throws RunActiveException if another connection has it
     * @throws SQLException if the database went away
     */
    static Optional<AdvisoryLock> take(Database database, Connection opened, String site, String owner)
            throws RunActiveException, SQLException {
        if (!database.mariadb() && !database.postgresql()) {
            opened.close();
            return Optional.empty();
        }
        AdvisoryLock lock = new AdvisoryLock(database, site, owner);
        try {
            Optional<String> other = lock.tryIt(opened);
            if (other.isPresent()) {
                throw new RunActiveException(other.get(), WHEN_GONE);
            }
            return Optional.of(lock);
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith(AWAY)) {
                throw refused;
            }
            opened.close();
            LOG.warn(
                    "Moodle's database gives no advisory lock ({}), so installations on other machines are only noticed"
                            + " if they share the history (history.db.url).",
                    DatabaseTrouble.firstLine(refused));
            return Optional.empty();
        }
    }

    /**
     * Keeps the connection in use, and takes the lock again if the connection was lost.
     *
     * @return who has taken the lock meanwhile; empty if nobody has, or nobody can tell since the database is away
     */
    Optional<String> keep() {
        busy.lock();
        try {
            if (over || stillHeld()) {
                return Optional.empty();
            }
            return takeAgain();
        } finally {
            busy.unlock();
        }
    }

    void release() {
        over = true;
        Connection held = connection;
        try {
            if (busy.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                try {
                    free();
                } finally {
                    busy.unlock();
                }
            } else if (held != null) {
                // the other thread waits for an answer that may never come
                held.abort(Runnable::run);
            }
        } catch (SQLException alreadyGone) {
            // the server frees the lock when it notices
        } catch (InterruptedException forced) {
            Thread.currentThread().interrupt();
        }
    }

    private void free() throws SQLException {
        if (connection == null) {
            return;
        }
        try (Connection ending = connection) {
            ending.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            // the next run may begin before the server has noticed that the connection was closed
            if (database.postgresql()) {
                ending.rollback();
            } else {
                number(ending, "SELECT RELEASE_LOCK(?)", name());
            }
        } finally {
            connection = null;
        }
    }

    private boolean stillHeld() {
        if (connection == null) {
            return false;
        }
        try {
            if (database.postgresql()) {
                beIdle(connection);
                return true;
            }
            return number(connection, "SELECT IS_USED_LOCK(?)", name()) == session;
        } catch (SQLException lost) {
            close(connection);
            connection = null;
            return false;
        }
    }

    private Optional<String> takeAgain() {
        try {
            long before = session;
            Connection fresh = database.connect();
            Optional<String> other = tryIt(fresh);
            if (other.isEmpty()) {
                LOG.info("The lock on the site was lost with its connection to the database; it was taken again.");
            }
            // the server may not have noticed yet that the lost connection is gone
            return other.filter(
                    holder -> !(holder + " ").startsWith(connection(before) + " ") && !holder.equals(owner));
        } catch (SQLException away) {
            return Optional.empty();
        }
    }

    /** Keeps the connection if it gets the lock; otherwise closes it and tells who has the lock. */
    private Optional<String> tryIt(Connection opened) throws SQLException {
        boolean keep = false;
        try {
            boolean taken =
                    database.postgresql() ? postgres(opened) : number(opened, "SELECT GET_LOCK(?, 0)", name()) == 1;
            if (!taken) {
                return Optional.of(holder(opened));
            }
            session = number(opened, database.postgresql() ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()");
            if (database.postgresql()) {
                beIdle(opened);
            }
            connection = opened;
            keep = true;
            return Optional.empty();
        } finally {
            if (!keep) {
                close(opened);
            }
        }
    }

    private boolean postgres(Connection opened) throws SQLException {
        opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        opened.setAutoCommit(false);
        // for this transaction only: what others see
        text(opened, "SELECT set_config('application_name', ?, true)", owner);
        return number(opened, "SELECT CASE WHEN pg_try_advisory_xact_lock(?, ?) THEN 1 ELSE 0 END", OURS, key()) == 1;
    }

    /**
     * Lets the transaction be idle for as long as it lasts. Also ends the query before, whose snapshot would hold back
     * vacuum: this is no query and has none.
     */
    private static void beIdle(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        }
    }

    /** PostgreSQL tells what the other process called itself; MariaDB only where it is connected from. */
    private String holder(Connection opened) {
        try {
            String told = database.postgresql()
                    ? text(
                            opened,
                            "SELECT coalesce(nullif(a.application_name, ''), 'database connection ' || l.pid)"
                                    + " FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
                                    + " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ? AND l.objid = ?"
                                    + " AND l.database = (SELECT oid FROM pg_database WHERE datname ="
                                    + " current_database())",
                            OURS,
                            key())
                    : text(
                            opened,
                            "SELECT CONCAT('database connection ', id, ' from ', host)"
                                    + " FROM information_schema.processlist WHERE id = IS_USED_LOCK(?)",
                            name());
            if (told != null) {
                return told;
            }
            return database.postgresql() ? "somebody" : connection(number(opened, "SELECT IS_USED_LOCK(?)", name()));
        } catch (SQLException untold) {
            return "another connection to Moodle's database";
        }
    }

    private static String connection(long id) {
        return "database connection " + id;
    }

    private String name() {
        return "coursebackup-" + site;
    }

    private int key() {
        return Integer.parseInt(site.substring(0, 7), 16);
    }

    private static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        String text = text(connection, sql, parameters);
        return text == null ? -1 : Long.parseLong(text);
    }

    private static String text(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int n = 0; n < parameters.length; n++) {
                statement.setObject(n + 1, parameters[n]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // it is closed either way
        }
    }
}
