package org.coursebackup.faults;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

/** The database goes in the middle of a run, by {@code kill -9} or for maintenance, and comes back. */
@Scenario
class DatabaseKilledAndRestarted {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_run_waits_for_it_and_ends_and_the_next_start_leaves_everything_true(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            int times = Seeded.count(10, 1);
            for (int i = 0; i < times; i++) {
                boolean killed = i % 2 == 0;
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    if (killed) {
                        night.site.server.kill();
                    } else {
                        night.site.server.stop();
                    }
                    night.pause(Seeded.count(20_000, 2_000));
                    night.site.server.start();
                });
                night.nextStart();
                Seeded.say("%s %s: %d courses failed", kind, killed ? "killed" : "restarted", Night.failed(run));
            }
        }
    }
}
