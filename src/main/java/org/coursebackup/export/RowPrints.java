package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The rows of a document, elements with an id, as 16 bytes each: which row it is, and what its fields hold. */
final class RowPrints implements Choice {
    /** How rows of one kind differ between two documents. */
    record Rows(long added, long removed, long changed) {}

    private static final class Row {
        private final String kind;
        private final CRC32 content = new CRC32();
        private final CRC32C more = new CRC32C();
        private final long key;

        Row(String kind, String id) {
            this.kind = kind;
            this.key = (long) kind.hashCode() << 32 ^ hash(id);
        }

        private static long hash(String id) {
            CRC32 hash = new CRC32();
            hash.update(id.getBytes(StandardCharsets.UTF_8));
            return hash.getValue();
        }

        void take(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            content.update(bytes);
            content.update(0);
            more.update(bytes);
            more.update(1);
        }

        long print() {
            return content.getValue() << 32 | more.getValue();
        }
    }

    /** Keys and prints of the rows of a kind, in turn. */
    private final Map<String, long[]> rows = new TreeMap<>();

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Deque<Row> open = new ArrayDeque<>();
    private final Deque<String> paths = new ArrayDeque<>();

    static RowPrints of(InputStream document) throws IOException {
        RowPrints prints = new RowPrints();
        DocumentFilter.read(document, prints);
        prints.endUntil("");
        return prints;
    }

    @Override
    public Fate fate(String path, Map<String, String> attributes) {
        endUntil(path);
        String id = attributes.get("id");
        if (id != null) {
            open.push(new Row(path.substring(path.lastIndexOf('/') + 1), id));
            paths.push(path);
            attributes.forEach((name, value) -> open.peek().take(name + "=" + value));
        }
        return Fate.KEEP;
    }

    @Override
    public String text(String path, String text) {
        if (!open.isEmpty()) {
            open.peek().take(path.substring(path.lastIndexOf('/') + 1));
            open.peek().take(text);
        }
        return text;
    }

    /** Ends the rows that a new element is not in. */
    private void endUntil(String path) {
        while (!paths.isEmpty() && !path.startsWith(paths.peek() + "/")) {
            paths.pop();
            Row row = open.pop();
            int count = counts.merge(row.kind, 2, Integer::sum);
            long[] all = rows.computeIfAbsent(row.kind, kind -> new long[16]);
            if (count > all.length) {
                all = Arrays.copyOf(all, 2 * all.length);
                rows.put(row.kind, all);
            }
            all[count - 2] = row.key;
            all[count - 1] = row.print();
        }
    }

    /** How they differ, by kind; without the kinds in which nothing does. */
    static Map<String, Rows> differences(RowPrints before, RowPrints after) {
        Map<String, Rows> differences = new TreeMap<>();
        Map<String, long[]> kinds = new TreeMap<>(before.rows);
        kinds.putAll(after.rows);
        for (String kind : kinds.keySet()) {
            Rows rows = difference(before.sorted(kind), after.sorted(kind));
            if (rows.added + rows.removed + rows.changed > 0) {
                differences.put(kind, rows);
            }
        }
        return differences;
    }

    private long[][] sorted(String kind) {
        long[] all = rows.getOrDefault(kind, new long[0]);
        int count = counts.getOrDefault(kind, 0);
        long[][] sorted = new long[count / 2][];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = new long[] {all[2 * i], all[2 * i + 1]};
        }
        Arrays.sort(
                sorted,
                (one, other) -> one[0] == other[0] ? Long.compare(one[1], other[1]) : Long.compare(one[0], other[0]));
        return sorted;
    }

    private static Rows difference(long[][] before, long[][] after) {
        long added = 0;
        long removed = 0;
        long changed = 0;
        int i = 0;
        int j = 0;
        while (i < before.length || j < after.length) {
            if (j == after.length || i < before.length && before[i][0] < after[j][0]) {
                removed++;
                i++;
            } else if (i == before.length || after[j][0] < before[i][0]) {
                added++;
                j++;
            } else {
                changed += before[i++][1] == after[j++][1] ? 0 : 1;
            }
        }
        return new Rows(added, removed, changed);
    }
}
