package org.coursebackup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.TemporaryFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowSpoolTest {
    @TempDir
    Path folder;

    @Test
    void rows_come_back_by_key_in_the_order_they_went_in() throws Exception {
        try (RowSpool spool = new RowSpool(folder)) {
            spool.add(1, new String[] {"a", null});
            spool.add(1, new String[] {"", "\u00E9\uD83D\uDE00"});
            spool.add(5, new String[] {"c", "d"});
            assertThat(all(spool.of(1, 2))).containsExactly(List.of("a", "null"), List.of("", "\u00E9\uD83D\uDE00"));
            assertThat(all(spool.of(5, 2))).containsExactly(List.of("c", "d"));
            assertThat(all(spool.of(3, 2))).isEmpty();
            assertThat(all(spool.all(2))).hasSize(3);
            assertThat(spool.rows()).isEqualTo(3);
            assertThat(files()).as("few rows need no file").isEmpty();
        }
    }

    @Test
    void more_rows_than_fit_into_memory_come_back_and_leave_no_file() throws Exception {
        RowSpool spool = new RowSpool(folder);
        String filler = "x".repeat(500);
        for (int i = 0; i < 5_000; i++) {
            spool.add(i / 10, new String[] {"row " + i, filler});
        }
        assertThat(all(spool.of(0, 2))).hasSize(10).first().isEqualTo(List.of("row 0", filler));
        assertThat(all(spool.of(499, 2))).hasSize(10).last().isEqualTo(List.of("row 4999", filler));
        assertThat(all(spool.all(2))).hasSize(5_000);
        spool.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void several_readers_do_not_disturb_each_other() throws Exception {
        try (RowSpool spool = new RowSpool(folder)) {
            String filler = "y".repeat(3_000);
            for (int i = 0; i < 400; i++) {
                spool.add(i % 2 == 0 ? i : i - 1, new String[] {"row " + i, filler});
            }
            RowSpool.Cursor one = spool.all(2);
            RowSpool.Cursor two = spool.of(398, 2);
            for (int i = 0; i < 400; i++) {
                assertThat(one.next()[0]).isEqualTo("row " + i);
                if (i == 3 || i == 300) {
                    assertThat(two.next()[0]).isEqualTo("row " + (i == 3 ? 398 : 399));
                }
                assertThat(all(spool.of(0, 2))).hasSize(2);
            }
            assertThat(one.next()).isNull();
            assertThat(two.next()).isNull();
        }
    }

    @Test
    void a_value_larger_than_the_memory_of_a_spool_comes_back() throws Exception {
        try (RowSpool spool = new RowSpool(folder)) {
            String large = "\u4E2D".repeat(RowSpool.MEMORY);
            spool.add(1, new String[] {"a", large, "b"});
            spool.add(2, new String[] {large, null, "c"});
            spool.add(3, new String[] {"d", "e", "f"});
            assertThat(all(spool.of(1, 3))).containsExactly(List.of("a", large, "b"));
            assertThat(all(spool.of(2, 3))).containsExactly(List.of(large, "null", "c"));
            assertThat(all(spool.of(3, 3))).containsExactly(List.of("d", "e", "f"));
        }
    }

    @Test
    void keys_that_do_not_ascend_are_refused() throws Exception {
        try (RowSpool spool = new RowSpool(folder)) {
            spool.add(10, new String[] {"a"});
            assertThatThrownBy(() -> spool.add(9, new String[] {"b"}))
                    .isInstanceOf(RowSpool.OrderException.class)
                    .hasMessageContaining("9 after 10");
        }
    }

    @Property(tries = 100)
    void whatever_goes_in_comes_out(@ForAll("rows") Map<Long, List<List<String>>> rows) throws Exception {
        Path own = TemporaryFolders.create("spool");
        try (RowSpool spool = new RowSpool(own)) {
            List<Long> keys = new ArrayList<>(rows.keySet());
            Collections.sort(keys);
            for (long key : keys) {
                for (List<String> row : rows.get(key)) {
                    spool.add(
                            key,
                            row.stream()
                                    .map(value -> "null".equals(value) ? null : value)
                                    .toArray(String[]::new));
                }
            }
            for (long key : keys) {
                assertThat(all(spool.of(key, 3))).isEqualTo(rows.get(key));
            }
        } finally {
            Files.deleteIfExists(own);
        }
    }

    @Provide
    Arbitrary<Map<Long, List<List<String>>>> rows() {
        // texts as they come from a database: no lone surrogates
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(50).map(s -> s.replaceAll("[\\ud800-\\udfff]", "?"));
        Arbitrary<String> value = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just("null")),
                net.jqwik.api.Tuple.of(20, text),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.integers().between(1, 120_000).map("z"::repeat)));
        return Arbitraries.maps(
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        value.list().ofSize(3).list().ofMinSize(1).ofMaxSize(4))
                .ofMaxSize(12)
                .map(LinkedHashMap::new);
    }

    private static List<List<String>> all(RowSpool.Cursor cursor) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String[] row = cursor.next(); row != null; row = cursor.next()) {
            rows.add(Arrays.stream(row).map(String::valueOf).toList());
        }
        return rows;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
