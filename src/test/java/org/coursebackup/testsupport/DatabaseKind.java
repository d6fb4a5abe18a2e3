package org.coursebackup.testsupport;

import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.coursebackup.demo.DemoFolder;

/**
 * The kinds of database a Moodle may live in, each started once for the whole test run. H2 is fast; the other two are
 * real servers from Maven artifacts and belong in {@code *IT} classes (PostgreSQL needs about one second, MariaDB about
 * twelve).
 */
public enum DatabaseKind {
    H2 {
        @Override
        String address(String database) {
            return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1" + DemoFolder.H2_MODE;
        }
    },
    POSTGRESQL {
        @Override
        String address(String database) throws Exception {
            return Servers.postgres(database);
        }
    },
    MARIADB {
        @Override
        String address(String database) throws Exception {
            return Servers.mariadb(database);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** JDBC address of an empty, existing database; user and password are part of it. */
    abstract String address(String database) throws Exception;

    /** A new, empty database. */
    public Empty empty() {
        try {
            String name = "moodle" + COUNT.incrementAndGet();
            return new Empty(address(name));
        } catch (Exception e) {
            throw new IllegalStateException("The test database did not start: " + this, e);
        }
    }

    /** An empty database: its JDBC address, complete with user and password, and connections to it. */
    public record Empty(String url) {
        /** A pool of connections; close it after use. */
        public HikariDataSource pool() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(4);
            config.setMinimumIdle(0);
            return new HikariDataSource(config);
        }
    }
}
