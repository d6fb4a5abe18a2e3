package org.coursebackup.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A site with one good night behind it, and then one in which something happens. */
final class Night implements AutoCloseable {
    /** What a run may end with when it began. */
    private static final Integer[] ENDED = {0, 1, 3};
    /** Names that come or go in the target folder while nine courses are archived. */
    private static final int NAMES = 40;

    final Installation site;
    final Invariants invariants;
    final Random random;

    interface Fault {
        void happen() throws Exception;
    }

    Night(Object scenario, DatabaseKind kind) throws Exception {
        this(scenario, Installation.on(kind));
    }

    Night(Object scenario, Installation site) throws Exception {
        this.site = site;
        random = Seeded.random(scenario, site.kind);
        site.settings.put("database.timeout-seconds", "10");
        invariants = new Invariants(site);
        Installation.Ended first = site.run("--all", "--force");
        invariants.hold(first.printed());
    }

    /** A run in the middle of which that happens; it has to end by itself. */
    Installation.Ended during(Duration limit, Fault fault) throws Exception {
        try (Program run = site.begin("run", "--all", "--force")) {
            // before that it looks whether everything is there, and ends if it isn't
            run.await(" begins (");
            invariants.watch().await(1 + random.nextInt(NAMES), run);
            assertThat(run.process.isAlive()).as(run.printed()).isTrue();
            fault.happen();
            return ended(run, limit);
        }
    }

    /** A run during all of which something goes on. */
    Installation.Ended throughout(Duration limit) throws Exception {
        try (Program run = site.begin("run", "--all", "--force")) {
            return ended(run, limit);
        }
    }

    private Installation.Ended ended(Program run, Duration limit) throws Exception {
        int code = run.end(limit);
        assertThat(code).as(run.printed()).isIn((Object[]) ENDED);
        invariants.holdAtEveryMoment();
        return new Installation.Ended(code, run.printed());
    }

    /** The next start, after which everything has to be true. */
    void nextStart() throws Exception {
        Installation.Ended next = site.run();
        assertThat(next.exitCode()).as(next.printed()).isIn((Object[]) ENDED);
        invariants.hold(next.printed());
    }

    /** A while of at most so many milliseconds. */
    void pause(int longest) {
        LockSupport.parkNanos(random.nextInt(1 + longest) * 1_000_000L);
    }

    /** How many courses failed, apart from the one of the demo that always does. */
    static long failed(Installation.Ended run) {
        return run.printed()
                .lines()
                .filter(line -> line.contains(": FAILED: ") && !line.contains("(LOST)"))
                .count();
    }

    @Override
    public void close() throws IOException {
        invariants.close();
        site.close();
    }
}
