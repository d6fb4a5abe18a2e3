package org.coursebackup.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.archive.text.IdText;
import org.coursebackup.archive.text.SerializedObject;

/**
 * Reads the rows of a document's elements for all tasks of a course: one query per kind of element, or one per
 * {@link IdSet#BATCH} ids. A query known to find nothing is not sent.
 */
final class CourseReader {
    /** SQLSTATE classes that blame the statement: cardinality, data, syntax and names. */
    private static final Set<String> REFUSALS = Set.of("21", "22", "42");

    /** How many copies of an element's whole-SELECT query, one per key, go into one statement. */
    private static final int QUERIES = 100;

    private final Snapshot snapshot;
    private final Set<String> emptyTables;
    private final Path spoolFolder;
    private final Function<String, IdSet> noted;
    private final RowFilter filter;

    /** Which rows belong in the archive where no query can tell. */
    interface RowFilter {
        /** @param key the value by which the row was looked up */
        boolean takes(Element element, long key, String[] values);
    }

    /** @param noted gives the ids for {@code final.} lookups */
    CourseReader(
            Snapshot snapshot,
            Set<String> emptyTables,
            Path spoolFolder,
            Function<String, IdSet> noted,
            RowFilter filter) {
        this.snapshot = snapshot;
        this.emptyTables = emptyTables;
        this.spoolFolder = spoolFolder;
        this.noted = noted;
        this.filter = filter;
    }

    void read(Element element, List<Task> tasks) throws SQLException, IOException, BrokenDefinitionException {
        if (element.hasRows()) {
            element.spool = new RowSpool(spoolFolder);
            element.longTexts = new LongTexts(spoolFolder);
            IdSet keys = keys(element, tasks);
            if (element.reads && !keys.isEmpty() && (element.table == null || !emptyTables.contains(element.table))) {
                String more = further(element, tasks);
                for (String list : element.query ? keys.inLists(QUERIES) : keys.inLists()) {
                    read(element, list, more);
                }
            }
            snapshot.count(element.table == null ? element.name : element.table, element.spool.rows());
            element.keys = null;
            if (element.spool.rows() == 0) {
                return;
            }
        }
        for (Element child : element.children) {
            read(child, tasks);
        }
    }

    private IdSet keys(Element element, List<Task> tasks) {
        return switch (element.keyKind) {
            case ROW -> element.keys == null ? new IdSet() : element.keys;
            case NOTED -> noted.apply(element.keyValue.substring(ElementResolver.NOTED.length()));
            case TASK -> {
                IdSet ids = new IdSet();
                tasks.stream()
                        .filter(task -> task.value(element.keyValue) != null)
                        .forEach(task -> ids.add(task.id(element.keyValue)));
                yield ids;
            }
        };
    }

    /** Checks that the database can make as well: indexes often start with the module, the context or the course. */
    private String further(Element element, List<Task> tasks) {
        StringBuilder sql = new StringBuilder();
        for (Element.Check check : element.checks) {
            Set<String> values = new TreeSet<>();
            if (check.value().startsWith(ElementResolver.NOTED)) {
                noted.apply(check.value().substring(ElementResolver.NOTED.length()))
                        .forEach(id -> values.add(Long.toString(id)));
            } else if (ElementResolver.TASK_VALUES.contains(check.value()) && tasks.size() <= IdSet.BATCH) {
                tasks.stream()
                        .map(task -> task.value(check.value()))
                        .filter(Objects::nonNull)
                        .forEach(
                                value -> values.add(IdText.isId(value) ? value : "'" + value.replace("'", "''") + "'"));
            } else {
                continue;
            }
            sql.append(" and ")
                    .append(element.selected.get(check.index()))
                    .append(" in (")
                    .append(values.isEmpty() ? "null" : String.join(",", values))
                    .append(')');
        }
        return sql.toString();
    }

    private void read(Element element, String ids, String more)
            throws SQLException, IOException, BrokenDefinitionException {
        String[] values = new String[element.selected.size()];
        try {
            snapshot.query(sql(element, ids, more), row -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getString(i + 2);
                }
                if (filter.takes(element, row.getLong(1), values)) {
                    collect(element, values);
                    element.spool.add(row.getLong(1), values, longTexts(element, values));
                }
            });
            element.longTexts.fetch(snapshot);
        } catch (SQLException e) {
            if (refused(e)) {
                throw new BrokenDefinitionException(element.place, e);
            }
            throw e;
        } catch (RowSpool.OrderException e) {
            // the column in 'by' is text, which sorts differently from the numbers in it
            throw new BrokenDefinitionException(element.place, e);
        }
    }

    /** The numbers of the row's long texts; null for nearly all rows. */
    private static int[] longTexts(Element element, String[] values) {
        int[] numbers = null;
        for (Map.Entry<Integer, LongTexts.Column> of : element.longColumns.entrySet()) {
            String id = values[of.getValue().idIndex()];
            if (LongTexts.isBeginning(values[of.getKey()]) && id != null) {
                if (numbers == null) {
                    numbers = new int[values.length];
                    Arrays.fill(numbers, RowSpool.WHOLE);
                }
                numbers[of.getKey()] = element.longTexts.note(of.getValue(), Long.parseLong(id));
            }
        }
        return numbers;
    }

    /** Whether the database blames the statement rather than itself or the connection. */
    static boolean refused(SQLException e) {
        return e.getSQLState() != null
                && e.getSQLState().length() == 5
                && REFUSALS.contains(e.getSQLState().substring(0, 2));
    }

    /**
     * The query for an element's rows; {@code ids} are keys separated by commas, {@code more} further conditions or
     * empty.
     */
    static String sql(Element element, String ids, String more) {
        if (element.query) {
            List<String> selects = new ArrayList<>();
            for (String id : ids.split(",")) {
                selects.add("select " + id.strip()
                        + (element.selected.isEmpty() ? "" : ", " + String.join(", ", element.selected))
                        + " from (" + element.from.replace(":key", id.strip()) + ") t");
            }
            return String.join(" union all ", selects);
        }
        return "select " + element.keyColumn
                + (element.selected.isEmpty() ? "" : ", " + String.join(", ", element.expressions()))
                + " from " + element.from + " where " + element.keyColumn + " in (" + ids + ")" + element.restrictions
                + more
                + " order by " + element.keyColumn + element.order;
    }

    /** Further conditions like those for a course, but met by no row. */
    static String nothing(Element element) {
        StringBuilder sql = new StringBuilder();
        for (Element.Check check : element.checks) {
            if (check.value().startsWith(ElementResolver.NOTED)
                    || ElementResolver.TASK_VALUES.contains(check.value())) {
                boolean text = Set.of("module", "blockname", "format").contains(check.value());
                sql.append(" and ").append(element.selected.get(check.index())).append(text ? " in ('')" : " in (0)");
            }
        }
        return sql.toString();
    }

    private static void collect(Element element, String[] values) {
        for (Element.Feed feed : element.feeds) {
            String value = values[feed.index()];
            if (value != null && holds(feed.condition(), element, values)) {
                idsIn(value, feed.member()).forEach(feed.ids()::add);
            }
        }
    }

    private static boolean holds(Condition condition, Element element, String[] values) {
        return condition.words().isEmpty()
                || condition.fieldsHold((name, value) -> value.equals(values[element.indexes.get(name)]));
    }

    /** The ids a value stands for: the value itself, or those in a member of the serialised object that it holds. */
    static List<Long> idsIn(String value, String member) {
        if (member != null) {
            return SerializedObject.ofBase64(value).ids(member);
        }
        return IdText.isId(value) ? List.of(Long.parseLong(value)) : List.of();
    }

    static void release(Element element) throws IOException {
        if (element.spool != null) {
            element.spool.close();
            element.longTexts.close();
        }
        for (Element child : element.children) {
            release(child);
        }
    }
}
