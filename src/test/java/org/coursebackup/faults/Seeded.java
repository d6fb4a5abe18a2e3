package org.coursebackup.faults;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.TestInfo;

import org.coursebackup.testsupport.DatabaseKind;

/** What all scenarios of one call have in common: everything random in them comes from one number. */
final class Seeded {
    /** Of {@code faults/run --seed}. */
    static final long SEED = Long.getLong("faults.seed", 1);

    /** Whether it is the short form, which each build has time for. */
    static final boolean SHORT = Boolean.getBoolean("faults.short");

    /** Whether archives are encrypted, of {@code faults/run --encrypted}; in the short form it depends on the seed. */
    static final boolean ENCRYPTED = SHORT ? SEED % 2 == 1 : Boolean.getBoolean("faults.encrypted");

    private Seeded() {}

    /** The servers to try everything on, or the one of {@code faults/run --database}. */
    static Stream<DatabaseKind> databases() {
        String only = System.getProperty("faults.database", "");
        return Stream.of(DatabaseKind.MARIADB, DatabaseKind.POSTGRESQL)
                .filter(kind -> only.isEmpty() || kind.name().equalsIgnoreCase(only));
    }

    /** The same, but in the short form only one for each scenario, by its name and the seed. */
    static Stream<DatabaseKind> one(TestInfo scenario) {
        List<DatabaseKind> all = databases().toList();
        int chosen = (int) Math.floorMod(
                SEED + scenario.getTestClass().orElseThrow().getSimpleName().hashCode(), (long) all.size());
        return SHORT ? Stream.of(all.get(chosen)) : all.stream();
    }

    /** Random numbers for a scenario, the same whichever others run. */
    static Random random(Object scenario, Object variant) {
        return new Random(SEED * 31 + (scenario.getClass().getSimpleName() + variant).hashCode());
    }

    /** How often, or how long. */
    static int count(int usually, int shortForm) {
        return SHORT ? shortForm : usually;
    }

    /** Tells the reader what was done. */
    static void say(String words, Object... values) {
        System.out.printf("  " + words + "%n", values);
    }
}
