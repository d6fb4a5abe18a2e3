package org.coursebackup.history;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the file of an embedded history small. H2 writes what is new behind what is old, and only gives room back while
 * it closes the file, which it does with its last connection. A program that runs for months, and whose page is looked
 * at, always has one.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    /** Bytes that nobody minds. */
    private static final long SMALL = 4L << 20;
    /** Percent of the file that is in use in one worth compacting. */
    private static final int LITTLE = 50;

    private final DataSource database;
    private final JdbcClient history;

    Compaction(DataSource database) {
        this.database = database;
        this.history = JdbcClient.create(database);
    }

    /**
     * If most of the file is no longer in use, closes all connections of the pool, those that somebody is using when
     * they are given back. H2 then closes the file, unless {@code status} reads it, and opens it again for whoever
     * comes next.
     */
    void ifWorthwhile() {
        Map<String, Long> figures = history
                .sql("select setting_name, setting_value from information_schema.settings"
                        + " where setting_name in ('info.FILE_SIZE', 'info.CHUNKS_FILL_RATE')")
                .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long size = figures.getOrDefault("info.FILE_SIZE", 0L);
        if (size <= SMALL || figures.getOrDefault("info.CHUNKS_FILL_RATE", 100L) >= LITTLE) {
            return;
        }
        try {
            if (database.isWrapperFor(HikariDataSource.class)) {
                LOG.debug("The history's file has {} bytes, most of them not in use, and is compacted.", size);
                database.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
            }
        } catch (SQLException noPool) {
            LOG.debug("the history's file stays as it is", noPool);
        }
    }
}
