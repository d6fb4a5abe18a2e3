package org.coursebackup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code kill -9} while courses are read, archives written, read back, named, recorded, and old ones removed. */
@Scenario
class ProcessKilledAtRandomMoments {
    /**
     * Names that come or go in the target folder during a run of nine courses: parts, archives, manifests, old ones of
     * each.
     */
    private static final int NAMES = 100;

    private int interrupted;
    private int parts;
    private int early;

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#databases")
    void the_next_start_leaves_everything_true_after_each_kill(DatabaseKind kind) throws Exception {
        Random random = Seeded.random(this, kind);
        int kills = Integer.getInteger("faults.kills", Seeded.count(200, 3));
        try (Installation site = Installation.on(kind);
                Invariants invariants = new Invariants(site)) {
            // few kills leave few archives, and retention is to have something to remove
            site.settings.put("keep.last", Seeded.SHORT ? "1" : "2");
            Instant begun = Instant.now();
            Installation.Ended first = site.run("--all", "--force");
            invariants.hold(first.printed());
            Duration whole = Duration.between(begun, Instant.now());
            for (int kill = 1; kill <= kills; ) {
                try (Program program = site.begin("run", "--all", "--force")) {
                    boolean byTime = random.nextInt(3) == 0;
                    Duration moment = byTime
                            ? Duration.ofMillis((long) (whole.toMillis() * (0.2 + 0.8 * random.nextDouble())))
                            : Duration.ofNanos((long) (30_000_000 * random.nextDouble()));
                    int names = byTime ? 0 : 1 + random.nextInt(NAMES);
                    invariants.watch().await(names, program);
                    LockSupport.parkNanos(moment.toNanos());
                    if (!program.kill()) {
                        early++;
                        continue;
                    }
                }
                invariants.holdAtEveryMoment();
                count(site);
                // a third of the next starts are killed, too, perhaps while they clean up
                if (kill == kills || random.nextInt(3) > 0) {
                    Installation.Ended next = site.run();
                    assertThat(next.exitCode()).as(next.printed()).isIn(0, 1, 3);
                    invariants.hold(next.printed());
                }
                if (kill % 20 == 0) {
                    tell(kind, kill, invariants);
                }
                kill++;
            }
            tell(kind, kills, invariants);
            assertThat(invariants.watch().removed()).as("retention was at work").isPositive();
        }
    }

    private void count(Installation site) throws IOException {
        interrupted += site.database.queryForObject(
                "select count(*) from mdl_backup_courses where laststatus = '2'", Integer.class);
        try (Stream<Path> files = Files.list(site.backups)) {
            parts += (int)
                    files.filter(file -> file.toString().contains(".part")).count();
        }
    }

    private void tell(DatabaseKind kind, int kills, Invariants invariants) {
        Seeded.say(
                "%s: %d kills (%d more processes had ended before); they left %d courses at status 2 and %d unfinished"
                        + " archives; %d archives read back, %d removed by retention",
                kind,
                kills,
                early,
                interrupted,
                parts,
                invariants.verified(),
                invariants.watch().removed());
    }
}
