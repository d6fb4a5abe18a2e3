package org.coursebackup.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.demo.DemoSite;
import org.coursebackup.moodle.TablePrefix;

/**
 * The demo site in a database of its own.
 *
 * @param url JDBC address with user and password in it
 * @param pool connections
 * @param site address, prefix and data folder
 */
public record DemoMoodle(String url, HikariDataSource pool, MoodleSite site) implements AutoCloseable {
    /** When the tests' sites were made: winter in one hemisphere, summer in the other. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-15T02:30:00Z"), ZoneOffset.UTC);

    private static final Map<DatabaseKind, DemoMoodle> SHARED = new EnumMap<>(DatabaseKind.class);

    /** The site that all tests on this kind of database share: don't write to it. */
    public static synchronized DemoMoodle shared(DatabaseKind kind) {
        return SHARED.computeIfAbsent(kind, k -> fresh(k, 1));
    }

    /** A site for one test, the given number of times larger than the demo. */
    public static DemoMoodle fresh(DatabaseKind kind, int scale) {
        return fresh(kind, scale, CLOCK);
    }

    /** A site for one test whose times are relative to that clock. */
    public static DemoMoodle fresh(DatabaseKind kind, int scale, Clock clock) {
        return fresh(kind, scale, clock, UnaryOperator.identity());
    }

    /** The same with more courses. */
    public static DemoMoodle fresh(DatabaseKind kind, int scale, Clock clock, UnaryOperator<DemoSite> more) {
        try {
            DatabaseKind.Empty empty = kind.empty();
            HikariDataSource pool = empty.pool();
            Path dataroot = TemporaryFolders.create("moodledata");
            more.apply(new DemoSite(pool, TablePrefix.USUAL, dataroot, clock).scale(scale))
                    .create();
            return new DemoMoodle(empty.url(), pool, new MoodleSite(DemoSite.WWWROOT, TablePrefix.USUAL, dataroot));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the connections and deletes the data folder. */
    @Override
    public void close() {
        pool.close();
        TemporaryFolders.delete(site.dataroot());
    }
}
