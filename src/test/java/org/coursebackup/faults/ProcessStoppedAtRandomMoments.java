package org.coursebackup.faults;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** SIGTERM in the middle of a run. */
@Scenario
@Tag("long")
class ProcessStoppedAtRandomMoments {
    /** {@code shutdown.wait-seconds} plus ten, and a little for a machine that is busy with other scenarios. */
    private static final Duration LIMIT = Duration.ofSeconds(5 + 10 + 5);

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void it_ends_in_time_and_what_was_not_begun_is_due(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            int times = Seeded.count(30, 2);
            int interrupted = 0;
            for (int i = 0; i < times; i++) {
                try (Program run = night.site.begin("run", "--all", "--force")) {
                    // a signal that comes earlier ends any Java program at once
                    run.await(" begins (");
                    night.invariants.watch().await(1 + night.random.nextInt(30), run);
                    night.pause(100);
                    int code = run.stop(LIMIT);
                    assertThat(code).as(run.printed()).isIn(0, 1, 3, 130);
                    interrupted += code == 130 ? 1 : 0;
                    night.invariants.holdAtEveryMoment();
                }
                night.nextStart();
            }
            Seeded.say("%s: %d times, %d of them while courses were being worked on", kind, times, interrupted);
        }
    }
}
