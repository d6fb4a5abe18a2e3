package org.coursebackup.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Two processes are started together: twice the same installation, or two of one site with a target each. */
@Scenario
class TwoProcessesAtOnce {
    /** Of the README: another run is active. */
    private static final int ACTIVE = 4;

    private static final int UNREACHABLE = 5;

    private static final Pattern BEGINS = Pattern.compile("Run (\\d+) begins");
    private static final Pattern ENDED = Pattern.compile("(?m)^(\\S+) INFO  Run \\d+ ended\\.");

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void one_runs_and_the_other_says_so_and_does_nothing(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            Installation site = night.site;
            Path elsewhere = Files.createDirectory(site.folder.resolveSibling("elsewhere"));
            Path target = Files.createDirectory(elsewhere.resolve("backups"));
            List<String> run = List.of("run", "--all", "--force");
            for (int i = 0; i < Seeded.count(20, 1); i++) {
                boolean same = (Seeded.SEED + i) % 2 == 0;
                Map<String, String> settings = new HashMap<>(site.settings);
                if (!same) {
                    settings.put("backup.directory", target.toString());
                }
                int codes;
                try (Program one = site.begin("run", "--all", "--force")) {
                    night.pause(300);
                    try (Program other =
                            Program.begin(same ? site.folder : elsewhere, settings, site.environment, run)) {
                        int first = one.end(Installation.LIMIT);
                        int second = other.end(Installation.LIMIT);
                        refusedOrRan(one, first);
                        refusedOrRan(other, second);
                        assertThat(ran(one) || ran(other))
                                .as(one.printed() + other.printed())
                                .isTrue();
                        // on a busy machine the second may begin when the first is through
                        assertThat(!ran(one)
                                        || !ran(other)
                                        || endOf(one) <= beginningOf(other)
                                        || endOf(other) <= beginningOf(one))
                                .as(one.printed() + other.printed())
                                .isTrue();
                        codes = first * 10 + second;
                    }
                }
                // what the other installation did is its own history; ours makes the site true by its own
                Installation.Ended all = site.run("--all", "--force");
                night.invariants.hold(all.printed());
                Seeded.say("%s: two of %s: exit codes %02d", kind, same ? "one" : "two installations", codes);
            }
        }
    }

    /** One opens the history while the other opens it, uses it or closes it: at moments all over the other's life. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void whenever_the_second_begins_its_exit_code_is_true(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            Installation site = night.site;
            Instant begun = Instant.now();
            site.run();
            Duration life = Duration.between(begun, Instant.now());
            int moments = Seeded.count(60, 4);
            Map<String, Integer> codes = new TreeMap<>();
            String last = "";
            for (int i = 0; i < moments; i++) {
                try (Program one = site.begin("run")) {
                    LockSupport.parkNanos(
                            life.multipliedBy(i).dividedBy(moments).toNanos());
                    try (Program other = site.begin("run")) {
                        int first = one.end(Installation.LIMIT);
                        int second = other.end(Installation.LIMIT);
                        refusedOrRan(one, first);
                        refusedOrRan(other, second);
                        codes.merge(first + " and " + second, 1, Integer::sum);
                        last = one.printed() + other.printed();
                    }
                }
            }
            site.run();
            night.invariants.hold(last);
            Seeded.say("%s: begun at %d moments of %d ms, exit codes %s", kind, moments, life.toMillis(), codes);
        }
    }

    /** Another run is active, or the history was just being closed by that one: nothing was done, and it said so. */
    private static void refusedOrRan(Program program, int code) throws Exception {
        assertThat(code).as(program.printed()).isIn(ran(program) ? List.of(0, 1, 3) : List.of(ACTIVE, UNREACHABLE));
    }

    private static boolean ran(Program program) throws Exception {
        return BEGINS.matcher(program.printed()).find();
    }

    /** Epoch seconds; a run's number is when it began, in milliseconds. */
    private static long beginningOf(Program program) throws Exception {
        Matcher begins = BEGINS.matcher(program.printed());
        assertThat(begins.find()).as(program.printed()).isTrue();
        return Long.parseLong(begins.group(1)) / 1_000;
    }

    private static long endOf(Program program) throws Exception {
        Matcher ended = ENDED.matcher(program.printed());
        assertThat(ended.find()).as(program.printed()).isTrue();
        return Instant.parse(ended.group(1)).getEpochSecond();
    }
}
