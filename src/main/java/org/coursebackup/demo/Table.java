package org.coursebackup.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the schema; besides its columns, every table has a numeric key named {@code id}. */
record Table(String name, Map<String, Column> columns, List<Index> indexes) {

    /** A column; {@code initial} is its default, null if it has none. */
    record Column(String name, String type, boolean nullable, Object initial) {

        /** The value in a row that doesn't name this column. */
        Object unsaid() {
            if (initial != null || nullable) {
                return initial;
            }
            return type.equals("text") || type.startsWith("char") ? "" : (Object) 0L;
        }

        String sql(Dialect dialect) {
            String value = initial instanceof String ? "'" + initial + "'" : String.valueOf(initial);
            return name + " " + dialect.type(type) + (initial == null ? "" : " default " + value)
                    + (nullable ? "" : " not null");
        }
    }

    /** An index on columns. */
    record Index(boolean unique, List<String> columns) {}

    /**
     * Reads the indented lines below a table's name: {@code name type[?][=default]} and {@code index a+b},
     * {@code unique a}.
     */
    static Table parse(String name, String body) {
        Map<String, Column> columns = new LinkedHashMap<>();
        List<Index> indexes = new ArrayList<>();
        for (String item : body.split(",")) {
            String[] words = item.strip().split(" ", 2);
            if (words[0].equals("index") || words[0].equals("unique")) {
                indexes.add(new Index(words[0].equals("unique"), List.of(words[1].split("\\+"))));
            } else {
                columns.put(words[0], column(words[0], words[1]));
            }
        }
        return new Table(name, columns, indexes);
    }

    private static Column column(String name, String declaration) {
        String[] parts = declaration.split("=", 2);
        boolean nullable = parts[0].endsWith("?");
        String type = nullable ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
        return new Column(name, type, nullable, parts.length == 1 ? null : initial(parts[1]));
    }

    private static Object initial(String text) {
        return text.startsWith("'") ? text.substring(1, text.length() - 1) : new BigDecimal(text);
    }

    /** The statements that make the table and its indexes, with names in braces. */
    List<String> create(Dialect dialect) {
        List<String> statements = new ArrayList<>();
        StringBuilder sql = new StringBuilder("create table {" + name + "} (id " + dialect.id);
        columns.values().forEach(column -> sql.append(", ").append(column.sql(dialect)));
        statements.add(
                sql.append(", primary key (id))").append(dialect.tableOptions()).toString());
        for (int i = 0; i < indexes.size(); i++) {
            Index index = indexes.get(i);
            statements.add("create " + (index.unique() ? "unique " : "") + "index {" + name + "_ix" + i + "} on {"
                    + name + "} (" + String.join(", ", index.columns()) + ")");
        }
        return statements;
    }
}
