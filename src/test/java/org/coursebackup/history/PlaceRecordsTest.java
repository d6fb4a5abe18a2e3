package org.coursebackup.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.PlaceRecords.Placed;

import static org.assertj.core.api.Assertions.assertThat;

/** What the history keeps of pools elsewhere, in the embedded one. */
class PlaceRecordsTest extends OnEmptyHistory {
    private static final Instant DAY = Instant.parse("2026-01-15T03:00:00Z");

    private PlaceRecords records;
    private PlaceRecords others;

    @BeforeEach
    void records() {
        records = new PlaceRecords(database, "0123456789abcdef");
        others = new PlaceRecords(database, "fedcba9876543210");
    }

    @Test
    void what_is_known_last_of_a_content_holds_and_each_place_has_its_own() {
        List<Placed> many =
                IntStream.range(0, 1_200).mapToObj(n -> placed(n, null)).toList();
        records.put(many);
        records.put(List.of(placed(7, DAY.plusSeconds(9))));
        others.put(List.of(placed(8, DAY)));

        Map<String, Placed> known = records.of(
                IntStream.range(0, 1_300).mapToObj(PlaceRecordsTest::hash).toList());
        assertThat(known).hasSize(1_200);
        assertThat(known.get(hash(7))).isEqualTo(placed(7, DAY.plusSeconds(9)));
        assertThat(known.get(hash(8))).isEqualTo(placed(8, null));
        records.forget(List.of(hash(8)));
        assertThat(records.of(List.of(hash(8)))).isEmpty();
        assertThat(others.of(List.of(hash(8)))).hasSize(1);
    }

    @Test
    void all_of_them_come_in_portions_and_those_that_begin_alike_alone() {
        records.put(IntStream.range(0, 5).mapToObj(n -> placed(n, null)).toList());
        Placed other = new Placed("ff" + hash(1).substring(2), 1, "", DAY, Instant.EPOCH, null, null);
        records.put(List.of(other));

        assertThat(records.next("", "", 3)).extracting(Placed::sha1).containsExactly(hash(0), hash(1), hash(2));
        assertThat(records.next("", hash(2), 9))
                .extracting(Placed::sha1)
                .containsExactly(hash(3), hash(4), other.sha1());
        assertThat(records.next("ff", "", 9)).containsExactly(other);
    }

    @Test
    void it_is_known_since_when_no_archive_refers_to_a_content_and_when_it_was_seen() {
        records.put(List.of(placed(1, null), placed(2, null)));
        records.unused(List.of(hash(1), hash(2)), DAY);
        records.used(List.of(hash(2)));
        records.listed("00", DAY.plusSeconds(5));
        records.listed("00", DAY.plusSeconds(6));

        assertThat(records.of(List.of(hash(1))).get(hash(1)).unusedSince()).isEqualTo(DAY);
        assertThat(records.of(List.of(hash(2))).get(hash(2)).unusedSince()).isNull();
        assertThat(records.of(List.of(hash(2))).get(hash(2)).seen()).isEqualTo(DAY.plusSeconds(6));
        assertThat(records.listings()).isEqualTo(Map.of("00", DAY.plusSeconds(6)));
        assertThat(others.listings()).isEmpty();
    }

    @Test
    void what_an_archive_refers_to_holds_for_a_file_of_its_size_and_as_long_as_it_is_there() {
        records.refers("a.mbz.thin", 10, List.of("x".repeat(4_000), ""));
        records.refers("b.mbz.thin", 10, List.of(""));

        assertThat(records.references("a.mbz.thin", 10)).containsExactly("x".repeat(4_000), "");
        assertThat(records.references("a.mbz.thin", 11)).isEmpty();
        records.keepReferencesOf(Set.of("b.mbz.thin"));
        assertThat(records.references("a.mbz.thin", 10)).isEmpty();
        assertThat(records.references("b.mbz.thin", 10)).containsExactly("");
    }

    private static Placed placed(int n, Instant lockedUntil) {
        return new Placed(hash(n), n, "f".repeat(64), DAY, DAY.minusSeconds(3), lockedUntil, null);
    }

    private static String hash(int n) {
        return String.format("%040x", n);
    }
}
