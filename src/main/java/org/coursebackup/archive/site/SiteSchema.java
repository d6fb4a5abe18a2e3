package org.coursebackup.archive.site;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables and columns that the site's database really has; names in lower case, tables without the site's prefix.
 */
public final class SiteSchema {
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

    private final Map<String, Map<String, String>> tables = new HashMap<>();
    private final Map<String, Set<String>> firstIndexed = new HashMap<>();

    /** Reads the schema with two statements; it needs no privilege but seeing the tables. */
    public static SiteSchema read(Connection connection, String prefix) throws SQLException {
        SiteSchema schema = new SiteSchema();
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        boolean byCatalog = product.matches(".*(mariadb|mysql).*");
        String sql = "select table_name, column_name, data_type from information_schema.columns where table_schema ="
                + " ? order by table_name, ordinal_position";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, byCatalog ? connection.getCatalog() : connection.getSchema());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String table = rows.getString(1).toLowerCase(Locale.ROOT);
                    if (table.startsWith(prefix.toLowerCase(Locale.ROOT))) {
                        schema.tables
                                .computeIfAbsent(table.substring(prefix.length()), t -> new LinkedHashMap<>())
                                .put(
                                        rows.getString(2).toLowerCase(Locale.ROOT),
                                        rows.getString(3).toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        String indexes = byCatalog ? MYSQL_INDEXES : product.contains("postgres") ? POSTGRES_INDEXES : STANDARD_INDEXES;
        try (PreparedStatement statement = connection.prepareStatement(indexes)) {
            statement.setString(1, byCatalog ? connection.getCatalog() : connection.getSchema());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String table = rows.getString(1).toLowerCase(Locale.ROOT);
                    if (table.startsWith(prefix.toLowerCase(Locale.ROOT))) {
                        schema.firstIndexed
                                .computeIfAbsent(table.substring(prefix.length()), t -> new TreeSet<>())
                                .add(rows.getString(2).toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return schema;
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

    public Set<String> tables() {
        return tables.keySet();
    }
}
