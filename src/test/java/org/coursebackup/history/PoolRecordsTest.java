package org.coursebackup.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.PoolRecords.ReadContent;

import static org.assertj.core.api.Assertions.assertThat;

/** What the history keeps of the target's pool, in the embedded one. */
class PoolRecordsTest extends OnEmptyHistory {
    private static final Instant DAY = Instant.parse("2026-01-15T03:00:00Z");

    private PoolRecords records;

    @BeforeEach
    void records() {
        records = new PoolRecords(database);
    }

    @Test
    void the_last_reading_of_a_content_holds() {
        List<ReadContent> many = IntStream.range(0, 1_200)
                .mapToObj(n -> new ReadContent(hash(n), n, "f".repeat(64), "stamp " + n, DAY))
                .toList();
        records.read(many);
        records.read(List.of(new ReadContent(hash(7), 7, "e".repeat(64), "other", DAY.plusSeconds(60))));

        Map<String, ReadContent> known = records.of(
                IntStream.range(0, 1_300).mapToObj(PoolRecordsTest::hash).toList());
        assertThat(known).hasSize(1_200);
        assertThat(known.get(hash(7)))
                .isEqualTo(new ReadContent(hash(7), 7, "e".repeat(64), "other", DAY.plusSeconds(60)));
        assertThat(known.get(hash(8))).isEqualTo(many.get(8));
        assertThat(records.of(List.of())).isEmpty();
    }

    @Test
    void what_is_gone_is_forgotten_with_all_that_was_known_of_it() {
        records.read(List.of(new ReadContent(hash(1), 1, "f".repeat(64), "stamp", DAY)));
        records.unused(List.of(hash(1), hash(2)), DAY);
        records.gone(List.of(hash(1)));

        assertThat(records.of(List.of(hash(1)))).isEmpty();
        assertThat(records.unused()).containsOnlyKeys(hash(2));
    }

    @Test
    void it_is_known_since_when_a_content_is_referred_to_by_nobody() {
        records.unused(List.of(hash(1), hash(2)), DAY);
        records.used(List.of(hash(1), hash(3)));
        records.unused(List.of(hash(4)), DAY.plusSeconds(5));

        assertThat(records.unused()).isEqualTo(Map.of(hash(2), DAY, hash(4), DAY.plusSeconds(5)));
    }

    @Test
    void findings_are_kept_for_a_while_the_latest_of_each_content() {
        records.found(hash(1), DAY.minusSeconds(100), "long ago");
        records.found(hash(2), DAY, "first");
        records.found(hash(2), DAY.plusSeconds(1), "x".repeat(3_000));
        records.found(hash(3), DAY.plusSeconds(2), "other");

        assertThat(records.findings(DAY, 5))
                .extracting(PoolRecords.Finding::sha1)
                .containsExactly(hash(3), hash(2));
        assertThat(records.findings(DAY, 1)).hasSize(1);
        assertThat(records.findings(Instant.EPOCH, 5)).hasSize(2);
        assertThat(records.findings(DAY, 5).get(1).words()).hasSize(2_000);
    }

    private static String hash(int n) {
        return String.format("%040x", n);
    }
}
