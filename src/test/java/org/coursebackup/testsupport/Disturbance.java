package org.coursebackup.testsupport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random changes to a site: rows added, values replaced, rows deleted. All of it follows from one number, and
 * {@link #close()} undoes it.
 */
public final class Disturbance implements AutoCloseable {
    /** Tables without which it would not be a site at all. */
    private static final Set<String> SPARED =
            Set.of("mdl_config", "mdl_config_plugins", "mdl_modules", "mdl_backup_courses");

    private final Connection connection;
    private final Random random;
    private final RandomValues values;
    private final long course;
    private final List<String> changes = new ArrayList<>();
    private final Deque<Undo> undo = new ArrayDeque<>();

    private interface Undo {
        void run() throws SQLException;
    }

    private record Column(String name, int type, int size, int scale, boolean nullable) {}

    /** Changes nothing yet. */
    public Disturbance(Connection connection, long seed, long course) {
        this.connection = connection;
        this.random = new Random(seed);
        this.values = new RandomValues(random);
        this.course = course;
    }

    /** Makes that many changes in random tables; those refused by the database do not happen. */
    public Disturbance disturb(int count) throws SQLException {
        List<String> tables = tables();
        for (int i = 0; i < count; i++) {
            String table = tables.get(random.nextInt(tables.size()));
            List<Column> columns = columns(table);
            List<Long> ids = ids(table);
            int kind = ids.isEmpty() ? 9 : random.nextInt(10);
            try {
                if (kind == 0) {
                    remove(table, columns, ids.get(random.nextInt(ids.size())));
                } else if (kind < 6) {
                    change(table, columns.get(random.nextInt(columns.size())), ids.get(random.nextInt(ids.size())));
                } else {
                    add(table, columns, ids.isEmpty() ? 1 : ids.get(ids.size() - 1) + 1);
                }
            } catch (SQLException refused) {
                // the database refuses this one: on to the next
            }
        }
        return this;
    }

    private void add(String table, List<Column> columns, long id) throws SQLException {
        List<Object> row = new ArrayList<>();
        columns.forEach(column -> row.add(value(column)));
        insert(table, columns, id, row);
        undo.push(() -> execute("delete from " + table + " where id = ?", id));
        changes.add("add " + table + " " + id + " " + row);
    }

    private void change(String table, Column column, long id) throws SQLException {
        Object old = read(table, List.of(column), id).get(0);
        Object value = value(column);
        String sql = "update " + table + " set " + column.name() + " = ? where id = ?";
        execute(sql, value, id);
        undo.push(() -> execute(sql, old, id));
        changes.add("set " + table + " " + id + " " + column.name() + " = " + value);
    }

    private void remove(String table, List<Column> columns, long id) throws SQLException {
        List<Object> row = read(table, columns, id);
        execute("delete from " + table + " where id = ?", id);
        undo.push(() -> insert(table, columns, id, row));
        changes.add("remove " + table + " " + id);
    }

    private Object value(Column column) {
        boolean ofCourse = column.name().equals("course") || column.name().equals("courseid");
        return ofCourse && random.nextInt(4) > 0
                ? (Object) course
                : values.of(column.type(), column.size(), column.scale(), column.nullable());
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(), null, null)) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        tables.removeIf(table -> !table.startsWith("mdl_"));
        tables.removeAll(SPARED);
        return tables;
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), table, null)) {
            while (found.next()) {
                columns.add(new Column(
                        found.getString("COLUMN_NAME"),
                        found.getInt("DATA_TYPE"),
                        found.getInt("COLUMN_SIZE"),
                        found.getInt("DECIMAL_DIGITS"),
                        found.getString("IS_NULLABLE").equals("YES")));
            }
        }
        columns.removeIf(column -> column.name().equals("id"));
        return columns;
    }

    private List<Long> ids(String table) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("select id from " + table + " order by id");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private List<Object> read(String table, List<Column> columns, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select " + names(columns) + " from " + table + " where id = " + id);
                ResultSet row = query.executeQuery()) {
            row.next();
            List<Object> read = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                read.add(row.getObject(i));
            }
            return read;
        }
    }

    private void insert(String table, List<Column> columns, long id, List<Object> row) throws SQLException {
        List<Object> all = new ArrayList<>(row);
        all.add(id);
        execute(
                "insert into " + table + " (" + names(columns) + ", id) values (?" + ", ?".repeat(row.size()) + ")",
                all.toArray());
    }

    private static String names(List<Column> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** What was changed, in order. */
    @Override
    public String toString() {
        return String.join("\n", changes);
    }

    @Override
    public void close() throws SQLException {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
