package org.coursebackup.archive.site;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.moodle.TablePrefix;

/**
 * The tables and columns that the site's database really has; names in lower case, tables without the site's prefix.
 */
public final class SiteSchema {
    private static final String COLUMNS =
            "select table_name, column_name, data_type from information_schema.columns where table_schema = ?"
                    + " order by table_name, ordinal_position";
    private static final String MYSQL_INDEXES =
            "select table_name, column_name from information_schema.statistics where table_schema = ? and"
                    + " seq_in_index = 1";
    private static final String POSTGRES_INDEXES =
            "select c.relname, a.attname from pg_index i join pg_class c on c.oid = i.indrelid"
                    + " join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid"
                    + " and a.attnum = i.indkey[0] where n.nspname = ?";
    private static final String STANDARD_INDEXES =
            "select table_name, column_name from information_schema.index_columns where table_schema = ? and"
                    + " ordinal_position = 1";

    private static final Set<String> LONG_TEXTS = Set.of("text", "mediumtext", "longtext", "character large object");

    /** The types of columns, by table and column. */
    private final Map<String, Map<String, String>> tables = new HashMap<>();

    private final Map<String, Set<String>> firstIndexed = new HashMap<>();

    /** Receives a column of a table whose name has lost the prefix, and what else was asked for. */
    private interface ColumnHandler {
        void column(String table, String column, ResultSet row) throws SQLException;
    }

    /** Reads the schema with two statements; it needs no privilege but seeing the tables. */
    public static SiteSchema read(Connection connection, TablePrefix prefix) throws SQLException {
        SiteSchema schema = new SiteSchema();
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        boolean byCatalog = product.matches(".*(mariadb|mysql).*");
        String place = byCatalog ? connection.getCatalog() : connection.getSchema();
        eachColumn(connection, COLUMNS, place, prefix, (table, column, row) -> schema.tables
                .computeIfAbsent(table, t -> new LinkedHashMap<>())
                .put(column, row.getString(3).toLowerCase(Locale.ROOT)));
        String indexes = byCatalog ? MYSQL_INDEXES : product.contains("postgres") ? POSTGRES_INDEXES : STANDARD_INDEXES;
        eachColumn(connection, indexes, place, prefix, (table, column, row) -> schema.firstIndexed
                .computeIfAbsent(table, t -> new TreeSet<>())
                .add(column));
        return schema;
    }

    private static void eachColumn(
            Connection connection, String sql, String place, TablePrefix prefix, ColumnHandler handler)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, place);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Optional<String> table = prefix.strip(rows.getString(1));
                    if (table.isPresent()) {
                        handler.column(table.get(), rows.getString(2).toLowerCase(Locale.ROOT), rows);
                    }
                }
            }
        }
    }

    /** Columns with which an index of the table starts: looking up rows by them is cheap. */
    public Set<String> firstIndexedColumns(String table) {
        return firstIndexed.getOrDefault(table, Set.of());
    }

    public boolean hasTable(String table) {
        return tables.containsKey(table.toLowerCase(Locale.ROOT));
    }

    public boolean hasColumn(String table, String column) {
        return tables.getOrDefault(table.toLowerCase(Locale.ROOT), Map.of())
                .containsKey(column.toLowerCase(Locale.ROOT));
    }

    /** Whether a column of the table takes texts of any length. */
    public boolean unbounded(String table, String column) {
        return LONG_TEXTS.contains(tables.getOrDefault(table.toLowerCase(Locale.ROOT), Map.of())
                .getOrDefault(column.toLowerCase(Locale.ROOT), ""));
    }

    public Set<String> tables() {
        return tables.keySet();
    }
}
