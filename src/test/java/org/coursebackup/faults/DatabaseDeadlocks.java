package org.coursebackup.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Others lock rows of backup_courses in random order all the time, so that somebody always has to give in. */
@Scenario
class DatabaseDeadlocks {
    private static final int OTHERS = 4;

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void whoever_gives_in_nothing_is_lost(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            for (int i = 0; i < Seeded.count(5, 1); i++) {
                AtomicBoolean over = new AtomicBoolean();
                AtomicInteger deadlocks = new AtomicInteger();
                List<Thread> others = new ArrayList<>();
                for (int other = 0; other < OTHERS; other++) {
                    Random random = new Random(night.random.nextLong());
                    Thread thread = new Thread(() -> lock(night.site.server.url(), random, over, deadlocks));
                    thread.start();
                    others.add(thread);
                }
                Installation.Ended run;
                try {
                    run = night.throughout(Duration.ofMinutes(3));
                } finally {
                    over.set(true);
                    for (Thread thread : others) {
                        thread.join(60_000);
                    }
                }
                assertThat(deadlocks).hasPositiveValue();
                night.nextStart();
                Seeded.say(
                        "%s: %d deadlocks among others; %d courses failed", kind, deadlocks.get(), Night.failed(run));
            }
        }
    }

    /** Touches two to five rows in random order, and changes nothing. */
    private static void lock(String url, Random random, AtomicBoolean over, AtomicInteger deadlocks) {
        while (!over.get()) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int rows = 2 + random.nextInt(4); rows > 0; rows--) {
                    statement.executeUpdate("update mdl_backup_courses set laststatus = laststatus where courseid = "
                            + (1 + random.nextInt(9)));
                    LockSupport.parkNanos(random.nextInt(20) * 1_000_000L);
                }
                connection.commit();
            } catch (SQLException gaveIn) {
                if (gaveIn.getSQLState() != null && gaveIn.getSQLState().startsWith("40")) {
                    deadlocks.incrementAndGet();
                }
            }
        }
    }
}
