package org.coursebackup.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

/** The machine's clock jumps in the middle of a run: by hours, days and years, in both directions (libfaketime). */
@Scenario
@Tag("long")
class ClockJumps {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));
    private static final List<String> JUMPS = List.of("+3h", "-3h", "+10y", "-2d", "+26h", "-10y", "+3d", "-26h");

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_next_start_with_the_right_time_leaves_everything_true(DatabaseKind kind) throws Exception {
        Optional<Path> library = PLACES.stream().filter(Files::exists).findFirst();
        if (library.isEmpty()) {
            Seeded.say("NOT TRIED: there is no libfaketime (the Debian package of that name).");
        }
        Assumptions.assumeTrue(library.isPresent(), "libfaketime is not installed");
        try (Night night = new Night(this, kind)) {
            Path offset = Files.writeString(night.site.folder.resolve("offset"), "+0");
            int first = night.random.nextInt(JUMPS.size());
            for (int i = 0; i < Seeded.count(JUMPS.size() * 2, 1); i++) {
                String jump = JUMPS.get((first + i) % JUMPS.size());
                Files.writeString(offset, "+0");
                night.site.environment.put("LD_PRELOAD", library.get().toString());
                night.site.environment.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
                night.site.environment.put("FAKETIME_NO_CACHE", "1");
                night.site.environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
                Installation.Ended run = night.during(Duration.ofMinutes(3), () -> Files.writeString(offset, jump));
                night.site.environment.clear();
                night.nextStart();
                Seeded.say("%s: %s, %d courses failed", kind, jump, Night.failed(run));
            }
        }
    }
}
