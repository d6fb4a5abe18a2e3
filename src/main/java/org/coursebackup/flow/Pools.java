package org.coursebackup.flow;

import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.coursebackup.history.EmbeddedHistory;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.settings.Database;
import org.coursebackup.settings.Settings;

/**
 * The connection pools. What a driver needs to stream large results instead of filling the memory is set here, so that
 * a plain JDBC address is enough.
 */
public final class Pools implements AutoCloseable {
    private static final int FETCH_ROWS = 1000;
    /** MariaDB aborts a query whose rows are not fetched for this many seconds; the default is one minute. */
    private static final int PATIENCE_SECONDS = 86_400;

    private static final long LONGEST_WAIT_MILLIS = 20_000;

    private final HikariDataSource moodle;
    private final MoodleDatabase moodleDatabase;
    private final HikariDataSource stream;
    private final HikariDataSource content;
    private final HikariDataSource history;

    public Pools(Settings settings) {
        int workers = settings.run().workers();
        moodle = pool("moodle", settings.moodle().database(), workers + 2, true);
        moodleDatabase = new MoodleDatabase(moodle, settings.moodle().site().tables());
        stream = pool("moodle-stream", settings.moodle().database(), 2, false);
        content = pool("moodle-content", settings.moodle().content(), workers, false);
        HikariConfig own = config("history", settings.history().database(), workers + 2, true);
        EmbeddedHistory.of(settings.history().database()).ifPresent(own::setDataSource);
        history = new HikariDataSource(own);
    }

    /** For single statements, committed at once. The only one that writes to Moodle. */
    public MoodleDatabase moodle() {
        return moodleDatabase;
    }

    /** For streaming the selection: no autocommit, rows are fetched in batches. */
    public DataSource stream() {
        return stream;
    }

    /** For course content: one connection per worker, no autocommit, rows are fetched in batches. */
    public DataSource content() {
        return content;
    }

    public DataSource history() {
        return history;
    }

    @Override
    public void close() {
        moodle.close();
        stream.close();
        content.close();
        history.close();
    }

    private static HikariDataSource pool(String name, Database database, int size, boolean autoCommit) {
        return new HikariDataSource(config(name, database, size, autoCommit));
    }

    private static HikariConfig config(String name, Database database, int size, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.url());
        config.setDataSourceProperties(database.properties());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(
                Math.min(LONGEST_WAIT_MILLIS, database.timeout().toMillis()));
        Map<String, String> properties = database.limits();
        database.greeting().ifPresent(config::setConnectionInitSql);
        // otherwise the first rollback would undo the greeting
        config.setIsolateInternalQueries(!autoCommit);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(autoCommit);
        if (database.mariadb()) {
            // TINYINT(1) columns hold numbers other than 0 and 1 in Moodle
            config.addDataSourceProperty("tinyInt1isBit", "false");
            if (!autoCommit) {
                config.addDataSourceProperty("defaultFetchSize", String.valueOf(FETCH_ROWS));
                properties.merge(
                        "sessionVariables", "net_write_timeout=" + PATIENCE_SECONDS, (one, more) -> one + "," + more);
            }
        }
        if (database.postgresql() && !autoCommit) {
            config.addDataSourceProperty("defaultRowFetchSize", String.valueOf(FETCH_ROWS));
        }
        properties.forEach(config::addDataSourceProperty);
        return config;
    }
}
