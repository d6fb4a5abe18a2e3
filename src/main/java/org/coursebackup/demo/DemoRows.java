package org.coursebackup.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import org.coursebackup.moodle.TablePrefix;

/**
 * Rows on their way into the database: ids are assigned at once, the rows are written together at the end, or in
 * portions. What was written is forgotten and can neither be read nor changed any more.
 */
final class DemoRows {
    private static final int BATCH = 500;

    private final Schema schema;
    private final Connection connection;
    private final TablePrefix prefix;
    private final Dialect dialect;
    private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    private final Map<String, Long> written = new HashMap<>();

    DemoRows(Schema schema, Connection connection, TablePrefix prefix) throws SQLException {
        this.schema = schema;
        this.connection = connection;
        this.prefix = prefix;
        dialect = Dialect.of(connection);
    }

    /** Adds a row, given as column names and values, and returns its id; columns not named take their defaults. */
    long add(String table, Object... namesAndValues) {
        Map<String, Table.Column> columns = schema.table(table).columns();
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = (String) namesAndValues[i];
            if (!columns.containsKey(name)) {
                throw new IllegalArgumentException("Table " + table + " has no column " + name);
            }
            row.put(name, plain(namesAndValues[i + 1]));
        }
        columns.forEach((name, column) -> {
            if (!row.containsKey(name)) {
                row.put(name, column.unsaid());
            }
        });
        List<Map<String, Object>> all = rows.computeIfAbsent(table, t -> new ArrayList<>());
        all.add(row);
        return written.getOrDefault(table, 0L) + all.size();
    }

    private static Object plain(Object value) {
        return value instanceof Boolean yes ? (Object) (yes ? 1 : 0) : value;
    }

    /** Changes a column of a row that was added. */
    void set(String table, long id, String column, Object value) {
        rows.get(table).get(place(table, id)).put(column, plain(value));
    }

    /** A column of a row that was added. */
    Object get(String table, long id, String column) {
        return rows.get(table).get(place(table, id)).get(column);
    }

    private int place(String table, long id) {
        int place = Math.toIntExact(id - 1 - written.getOrDefault(table, 0L));
        if (place < 0) {
            throw new IllegalStateException("Row " + id + " of " + table + " is in the database already");
        }
        return place;
    }

    /** Ids of the rows, among those not written yet, with this value in that column. */
    List<Long> find(String table, String column, long value) {
        List<Map<String, Object>> all = rows.getOrDefault(table, List.of());
        long before = written.getOrDefault(table, 0L);
        return LongStream.rangeClosed(before + 1, before + all.size())
                .filter(id -> all.get(place(table, id)) != null && Objects.equals(get(table, id, column), value))
                .boxed()
                .toList();
    }

    /** How many rows the table has, those in the database included. */
    long count(String table) {
        return written.getOrDefault(table, 0L)
                + rows.getOrDefault(table, List.of()).size();
    }

    /** Removes a row again; its id stays unused. */
    void drop(String table, long id) {
        rows.get(table).set(place(table, id), null);
    }

    /** Writes all rows that are not in the database yet. */
    void write() throws SQLException {
        for (Map.Entry<String, List<Map<String, Object>>> waiting : rows.entrySet()) {
            String name = waiting.getKey();
            String table = prefix.in("{" + name + "}");
            long before = written.getOrDefault(name, 0L);
            write(table, List.copyOf(schema.table(name).columns().keySet()), waiting.getValue(), before);
            long after = before + waiting.getValue().size();
            written.put(name, after);
            String next = dialect.continueIds(table, after + 1);
            if (next != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(next);
                }
            }
        }
        rows.clear();
    }

    private void write(String table, List<String> columns, List<Map<String, Object>> all, long before)
            throws SQLException {
        String sql = "insert into " + table + " (id, " + String.join(", ", columns) + ") values (?"
                + ", ?".repeat(columns.size()) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (int i = 0; i < all.size(); i++) {
                Map<String, Object> row = all.get(i);
                if (row == null) {
                    continue;
                }
                insert.setLong(1, before + i + 1);
                for (int c = 0; c < columns.size(); c++) {
                    insert.setObject(c + 2, row.get(columns.get(c)));
                }
                insert.addBatch();
                if (++waiting % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
