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

/** Rows on their way into the database: ids are assigned at once, the rows are written together at the end. */
final class DemoRows {
    private static final int BATCH = 500;

    private final Schema schema;
    private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();

    DemoRows(Schema schema) {
        this.schema = schema;
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
        return all.size();
    }

    private static Object plain(Object value) {
        return value instanceof Boolean yes ? (Object) (yes ? 1 : 0) : value;
    }

    /** Changes a column of a row that was added. */
    void set(String table, long id, String column, Object value) {
        rows.get(table).get((int) id - 1).put(column, plain(value));
    }

    /** A column of a row that was added. */
    Object get(String table, long id, String column) {
        return rows.get(table).get((int) id - 1).get(column);
    }

    /** Ids of the rows with this value in that column. */
    List<Long> find(String table, String column, long value) {
        List<Map<String, Object>> all = rows.getOrDefault(table, List.of());
        return LongStream.rangeClosed(1, all.size())
                .filter(id -> all.get((int) id - 1) != null && Objects.equals(get(table, id, column), value))
                .boxed()
                .toList();
    }

    /** Removes a row again; its id stays unused. */
    void drop(String table, long id) {
        rows.get(table).set((int) id - 1, null);
    }

    /** Writes all rows. */
    void write(Connection connection, TablePrefix prefix) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        for (String name : rows.keySet()) {
            String table = prefix.in("{" + name + "}");
            write(connection, table, List.copyOf(schema.table(name).columns().keySet()), rows.get(name));
            String next = dialect.continueIds(table, rows.get(name).size() + 1L);
            if (next != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(next);
                }
            }
        }
    }

    private void write(Connection connection, String table, List<String> columns, List<Map<String, Object>> all)
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
                insert.setLong(1, i + 1L);
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
