package org.coursebackup.faults;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

/** The target becomes read-only in the middle of a run, as a file system does after an error of its disk. */
@Scenario
@Tag("long")
class TargetReadOnly {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_run_waits_until_it_can_be_written_again(DatabaseKind kind) throws Exception {
        Installation site = Installation.on(kind);
        SmallFileSystem target = SmallFileSystem.over(site);
        try (Night night = new Night(this, site)) {
            for (int i = 0; i < Seeded.count(10, 1); i++) {
                boolean[] was = new boolean[1];
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> {
                    // between two archives
                    for (int tries = 0; tries < 2_000 && !was[0]; tries++) {
                        was[0] = target.readOnly();
                    }
                    night.pause(Seeded.count(20_000, 3_000));
                    target.writable();
                });
                night.nextStart();
                Seeded.say("%s: read-only %s, %d courses failed", kind, was[0], Night.failed(run));
            }
        }
    }
}
