package org.coursebackup.pool;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A set that may hold too much but never too little. */
class PrefixesTest {
    @Test
    void it_has_what_was_added_and_hardly_anything_else() {
        Random random = new Random(1);
        Prefixes prefixes = new Prefixes();
        Set<String> added = new HashSet<>();
        for (int n = 0; n < 20_000; n++) {
            String hash = hash(random);
            prefixes.add(hash);
            prefixes.add(hash);
            added.add(hash);
        }

        assertThat(added).allMatch(prefixes::contains);
        for (int n = 0; n < 20_000; n++) {
            assertThat(prefixes.contains(hash(random))).isFalse();
        }
    }

    @Test
    void hashes_that_begin_alike_and_with_nothing_but_zeros_count_as_well() {
        Prefixes prefixes = new Prefixes();
        String zeros = "0".repeat(40);
        assertThat(prefixes.contains(zeros)).isFalse();
        prefixes.add(zeros);
        prefixes.add("f".repeat(40));

        assertThat(prefixes.contains("0".repeat(16) + "1".repeat(24))).isTrue();
        assertThat(prefixes.contains("f".repeat(16) + "1".repeat(24))).isTrue();
        assertThat(prefixes.contains("1".repeat(40))).isFalse();
    }

    private static String hash(Random random) {
        return String.format("%016x%016x%08x", random.nextLong(), random.nextLong(), random.nextInt());
    }
}
