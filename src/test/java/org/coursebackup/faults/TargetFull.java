package org.coursebackup.faults;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The target, a small file system of its own, becomes full in the middle of a run; later there is space again. */
@Scenario
class TargetFull {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_run_waits_for_space_or_ends_loudly_and_nothing_half_gets_a_name(DatabaseKind kind) throws Exception {
        Installation site = Installation.on(kind);
        SmallFileSystem target = SmallFileSystem.over(site);
        try (Night night = new Night(this, site)) {
            for (int i = 0; i < Seeded.count(10, 1); i++) {
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    target.full();
                    night.pause(Seeded.count(20_000, 3_000));
                    target.free();
                });
                night.nextStart();
                Seeded.say("%s: full and free again, %d courses failed", kind, Night.failed(run));
            }
            site.settings.put("run.wait-minutes", "0");
            Installation.Ended given = night.during(Duration.ofMinutes(3), target::full);
            target.free();
            site.settings.remove("run.wait-minutes");
            night.nextStart();
            assertThat(given.exitCode()).as(given.printed()).isEqualTo(1);
            Seeded.say("%s: full for good, %d courses failed, the run ended with 1", kind, Night.failed(given));
        }
    }
}
