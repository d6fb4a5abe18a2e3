package org.coursebackup.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.coursebackup.moodle.TablePrefix;

/**
 * The tables in which Moodle 4.5 keeps its courses: names, types, lengths, defaults and indexes. Read from
 * {@code demo/schema/*.txt}, where each table's name starts a line and its columns follow indented.
 */
final class Schema {
    private static final List<String> FILES = List.of(
            "site",
            "user",
            "course",
            "grade",
            "question",
            "resources",
            "assign",
            "choice",
            "feedback",
            "forum",
            "glossary",
            "quiz",
            "bigbluebuttonbn",
            "chat",
            "data",
            "h5pactivity",
            "lesson",
            "lti",
            "scorm",
            "survey",
            "wiki",
            "workshop");

    private final Map<String, Table> tables = new TreeMap<>();

    Schema() {
        FILES.forEach(this::read);
    }

    private void read(String file) {
        try (var in = Schema.class.getResourceAsStream("/demo/schema/" + file + ".txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String name = null;
            StringBuilder body = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(" ")) {
                    keep(name, body.toString());
                    name = line.strip();
                    body.setLength(0);
                } else {
                    body.append(line.strip()).append(' ');
                }
            }
            keep(name, body.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(String name, String body) {
        if (name != null) {
            tables.put(name, Table.parse(name, body));
        }
    }

    /** The table of that name (without the prefix). */
    Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("The demo's schema has no table " + name);
        }
        return table;
    }

    /** Names of all tables. */
    Set<String> names() {
        return tables.keySet();
    }

    /** Makes every table. */
    void create(Connection connection, TablePrefix prefix) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        try (Statement statement = connection.createStatement()) {
            for (Table table : tables.values()) {
                for (String sql : table.create(dialect)) {
                    statement.execute(prefix.in(sql));
                }
            }
        }
    }
}
