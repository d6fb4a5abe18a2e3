package org.coursebackup.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tables and columns the site's database really has; names in lower case, tables without the site's prefix. */
final class SiteSchema {
    private final Map<String, Map<String, String>> tables = new HashMap<>();

    /** Reads the schema with one statement; it needs no right but to see the tables. */
    static SiteSchema read(Connection connection, String prefix) throws SQLException {
        SiteSchema schema = new SiteSchema();
        boolean byCatalog = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT).matches(".*(mariadb|mysql).*");
        String sql = "select table_name, column_name, data_type from information_schema.columns where table_schema = ? order by table_name, ordinal_position";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, byCatalog ? connection.getCatalog() : connection.getSchema());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String table = rows.getString(1).toLowerCase(Locale.ROOT);
                    if (table.startsWith(prefix.toLowerCase(Locale.ROOT))) {
                        schema.tables.computeIfAbsent(table.substring(prefix.length()), t -> new LinkedHashMap<>())
                                .put(rows.getString(2).toLowerCase(Locale.ROOT), rows.getString(3).toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return schema;
    }

    boolean hasTable(String table) {
        return tables.containsKey(table.toLowerCase(Locale.ROOT));
    }

    boolean hasColumn(String table, String column) {
        return tables.getOrDefault(table.toLowerCase(Locale.ROOT), Map.of()).containsKey(column.toLowerCase(Locale.ROOT));
    }

    Set<String> tables() {
        return tables.keySet();
    }

    Set<String> columns(String table) {
        return tables.getOrDefault(table, Map.of()).keySet();
    }
}
