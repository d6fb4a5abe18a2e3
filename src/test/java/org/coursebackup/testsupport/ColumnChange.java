package org.coursebackup.testsupport;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another value in one column of all rows of a table, as far as the database takes it; it can be undone. */
public final class ColumnChange {
    private final Connection connection;
    private final String table;
    private final String column;
    private final int type;
    private final int size;
    private final Map<Long, Object> before = new LinkedHashMap<>();

    private ColumnChange(Connection connection, String table, String column, int type, int size) {
        this.connection = connection;
        this.table = table;
        this.column = column;
        this.type = type;
        this.size = size;
    }

    /** One for each column of the site's tables except for {@code id}; none is made yet. */
    public static List<ColumnChange> all(Connection connection) throws SQLException {
        List<ColumnChange> changes = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), null, null)) {
            while (found.next()) {
                String table = found.getString("TABLE_NAME");
                String column = found.getString("COLUMN_NAME");
                if (table.startsWith("mdl_") && !column.equals("id")) {
                    changes.add(new ColumnChange(
                            connection, table, column, found.getInt("DATA_TYPE"), found.getInt("COLUMN_SIZE")));
                }
            }
        }
        return changes;
    }

    public String table() {
        return table;
    }

    /** False if nothing changed, since the table is empty or the database refused every value. */
    public boolean make() throws SQLException {
        Map<Long, Object> values = new LinkedHashMap<>();
        // from the highest id on, so that numbers of which each may occur only once make room for each other
        try (PreparedStatement query =
                        connection.prepareStatement("select id, " + column + " from " + table + " order by id desc");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                values.put(rows.getLong(1), isText() ? rows.getString(2) : rows.getObject(2));
            }
        }
        for (Map.Entry<Long, Object> row : values.entrySet()) {
            if (set(row.getKey(), other(row.getValue()))) {
                before.put(row.getKey(), row.getValue());
            }
        }
        return !before.isEmpty();
    }

    public void undo() {
        List<Long> ids = new ArrayList<>(before.keySet());
        for (int i = ids.size() - 1; i >= 0; i--) {
            if (!set(ids.get(i), before.get(ids.get(i)))) {
                throw new IllegalStateException("The change of " + this + " cannot be undone.");
            }
        }
        before.clear();
    }

    private boolean set(long id, Object value) {
        try (PreparedStatement update =
                connection.prepareStatement("update " + table + " set " + column + " = ? where id = ?")) {
            update.setObject(1, value);
            update.setLong(2, id);
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            return false;
        }
    }

    private boolean isText() {
        return switch (type) {
            case Types.VARCHAR, Types.CHAR, Types.CLOB, Types.LONGVARCHAR -> true;
            default -> false;
        };
    }

    private Object other(Object value) {
        if (isText()) {
            String text = value == null ? "" : value.toString();
            return text.length() < size ? text + "1" : "1".repeat(Math.max(1, size - 1)) + "2";
        }
        return new BigDecimal(value == null ? "0" : value.toString()).add(BigDecimal.ONE);
    }

    @Override
    public String toString() {
        return table + "." + column + " of " + before.size() + " rows";
    }
}
