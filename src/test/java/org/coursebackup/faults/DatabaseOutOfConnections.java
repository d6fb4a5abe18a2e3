package org.coursebackup.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Others have every connection that the server allows. */
@Scenario
class DatabaseOutOfConnections {
    /** Of the README: a database can't be reached, nothing was started. */
    private static final int UNREACHABLE = 5;

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void no_run_begins_and_one_that_has_begun_waits(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            Deque<Connection> taken = new ArrayDeque<>();
            takeAll(night, taken);
            Installation.Ended refused = night.site.run("--all");
            assertThat(refused.exitCode()).as(refused.printed()).isEqualTo(UNREACHABLE);
            assertThat(refused.printed()).contains("moodle.db.url");
            release(taken);
            night.nextStart();

            for (int i = 0; i < Seeded.count(5, 1); i++) {
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    takeAll(night, taken);
                    // the program's own end, and others are quicker
                    night.site.server.execute(taken.element(), night.site.server.endSessions());
                    takeAll(night, taken);
                    LockSupport.parkNanos(
                            Duration.ofSeconds(Seeded.count(15, 4)).toNanos());
                    release(taken);
                });
                night.nextStart();
                Seeded.say("%s: %d courses failed", kind, Night.failed(run));
            }
        }
    }

    /** Connections to a database that is not the site's, so that they can tell the program's sessions apart. */
    private static void takeAll(Night night, Deque<Connection> taken) {
        int limit = taken.size() + 200;
        while (taken.size() < limit) {
            try {
                taken.add(DriverManager.getConnection(night.site.server.systemUrl()));
            } catch (SQLException none) {
                return;
            }
        }
    }

    private static void release(Deque<Connection> taken) throws SQLException {
        while (!taken.isEmpty()) {
            taken.remove().close();
        }
    }
}
