package org.coursebackup.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coursebackup.history.CourseFilter;
import org.coursebackup.history.CourseList.Query;

/** The address of the list of courses as it is shown, and of those that differ from it in one thing. */
public final class CourseAddress {
    /** Columns that can be left out, in their order. */
    static final List<String> COLUMNS = List.of("nights", "category", "size", "trend", "took", "next", "proved");

    private static final List<String> USUAL = List.of("nights", "size", "trend", "took", "next");

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<String> columns;

    CourseAddress(Query query, List<String> asked) {
        CourseFilter filter = query.filter();
        put("search", filter.search());
        put("status", filter.status());
        put("age", filter.age());
        put("category", filter.category() == 0 ? "" : String.valueOf(filter.category()));
        put("component", filter.component());
        put("unproven", filter.unproven().isEmpty() ? "" : "1");
        put("excluded", filter.excluded() ? "1" : "");
        put("cause", filter.cause());
        String sort = query.sort().name().toLowerCase(Locale.ROOT);
        put("sort", sort.equals("worst") ? "" : sort);
        put("order", query.descending() ? "desc" : "");
        List<String> known = COLUMNS.stream().filter(asked::contains).toList();
        columns = known.isEmpty() ? USUAL : known;
    }

    private void put(String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    /** Whether the list has that column. */
    public boolean has(String column) {
        return columns.contains(column);
    }

    /** Whether the list is filtered by that. */
    public boolean chosen(String name, String value) {
        return value.equals(parameters.getOrDefault(name, ""));
    }

    /** Whether the list is filtered at all. */
    public boolean filtered() {
        return parameters.keySet().stream().anyMatch(name -> !name.equals("sort") && !name.equals("order"));
    }

    /** The list filtered by that, too; without it if it is. */
    public String toggle(String name, String value) {
        Map<String, String> other = new LinkedHashMap<>(parameters);
        if (chosen(name, value)) {
            other.remove(name);
        } else {
            other.put(name, value);
        }
        return "/courses?" + joined(other);
    }

    /** The list sorted by that; the other way round if it is. */
    public String sorted(String by) {
        Map<String, String> other = new LinkedHashMap<>(parameters);
        boolean again = by.equals(parameters.getOrDefault("sort", "worst"));
        other.put("sort", by);
        if (again && !chosen("order", "desc")) {
            other.put("order", "desc");
        } else {
            other.remove("order");
        }
        return "/courses?" + joined(other);
    }

    /** Without a page. */
    public String here() {
        return "/courses?" + joined(parameters);
    }

    /** All courses of the list as a table for other programs. */
    public String csv() {
        return "/courses.csv?" + joined(parameters);
    }

    /** Names and values of the parameters, for forms. */
    public Map<String, String> parameters() {
        return parameters;
    }

    private String joined(Map<String, String> values) {
        List<String> pairs = new ArrayList<>();
        values.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        if (!columns.equals(USUAL)) {
            columns.forEach(column -> pairs.add("column=" + column));
        }
        return String.join("&", pairs);
    }
}
