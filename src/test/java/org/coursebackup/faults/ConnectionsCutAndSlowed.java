package org.coursebackup.faults;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DatabaseProxy;

import static org.assertj.core.api.Assertions.assertThat;

/** The network between program and database: cut, swallowing everything, and slow. */
@Scenario
@Tag("long")
class ConnectionsCutAndSlowed {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void a_run_survives_each_and_everything_is_true_at_the_next_start(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind);
                DatabaseProxy network = new DatabaseProxy(night.site.server.url())) {
            night.site.settings.put("moodle.db.url", network.url());
            for (int i = 0; i < Seeded.count(10, 1); i++) {
                boolean swallowed = night.random.nextBoolean();
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    if (swallowed) {
                        network.swallow();
                    } else {
                        network.cut();
                    }
                    night.pause(Seeded.count(20_000, 2_000));
                    network.restore();
                });
                night.nextStart();
                Seeded.say("%s %s: %d courses failed", kind, swallowed ? "swallowed" : "cut", Night.failed(run));
            }
            network.delay(Duration.ofMillis(15));
            Installation.Ended slow = night.throughout(Duration.ofMinutes(5));
            network.delay(Duration.ZERO);
            assertThat(Night.failed(slow)).as(slow.printed()).isZero();
            night.nextStart();
            Seeded.say("%s slowed: no course failed", kind);
        }
    }
}
