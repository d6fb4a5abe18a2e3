package org.coursebackup.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

/** The target folder is away for a while in the middle of a run. */
@Scenario
class TargetGoneAndBack {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_run_waits_for_it_and_goes_on(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            Path away = night.site.backups.resolveSibling("away");
            for (int i = 0; i < Seeded.count(10, 1); i++) {
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    Files.move(night.site.backups, away);
                    night.pause(Seeded.count(20_000, 3_000));
                    Files.move(away, night.site.backups);
                });
                night.nextStart();
                Seeded.say("%s: gone and back, %d courses failed", kind, Night.failed(run));
            }
        }
    }
}
