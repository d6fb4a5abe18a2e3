package org.coursebackup.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** All processes of the database stand still in the middle of a run, as under a snapshot of its machine. */
@Scenario
class DatabaseStandsStillForAMinute {
    private static final int SECONDS = Seeded.count(60, 8);

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void shorter_than_the_limit_it_costs_nothing_and_longer_everything_stays_true(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            for (int limit : Seeded.SHORT ? new int[] {5} : new int[] {300, 5}) {
                night.site.settings.put("database.timeout-seconds", String.valueOf(limit));
                Installation.Ended run = night.during(Duration.ofSeconds(SECONDS + 180L), () -> {
                    night.site.server.standStill();
                    LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos());
                    night.site.server.goOn();
                });
                if (limit > SECONDS) {
                    assertThat(Night.failed(run)).as(run.printed()).isZero();
                }
                night.nextStart();
                Seeded.say(
                        "%s stood still for %d s with a limit of %d s: %d courses failed",
                        kind, SECONDS, limit, Night.failed(run));
            }
        }
    }
}
