package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Expresses in the words of a definition where an element's rows come from. */
final class SourceTranslation {
    /** An element around the current one. */
    record Around(String path, JsonNode element) {}

    /** Values of a task by which numbers in parameters are recognised, in order of preference. */
    private static final List<String> TASK_VALUES = List.of(
            "instance",
            "cm",
            "context",
            "coursecontext",
            "course",
            "section",
            "block",
            "module",
            "blockname",
            "format");

    /** The row of a block with its context, as the value of {@code from}. */
    static final String BLOCK = "{block_instances} t join {context} x on x.contextlevel = 80 and x.instanceid = t.id";
    /** The row of a course module with its context. */
    static final String MODULE = "{course_modules} t join {modules} m on m.id = t.module join {context} x"
            + " on x.contextlevel = 70 and x.instanceid = t.id";
    /** The row of a course with its context. */
    private static final String COURSE = "{course} t join {context} x on x.contextlevel = 50 and x.instanceid = t.id";

    private static final Set<String> TEXTS = Set.of("module", "blockname", "format");
    private static final Pattern PARAMETER = Pattern.compile("\\?\\d+|(?<![:\\w]):[a-zA-Z_]\\w*");

    private final List<Around> around;

    /** @param around the enclosing elements, outermost first */
    SourceTranslation(List<Around> around) {
        this.around = around;
    }

    /**
     * @param seen the same element in each build that has it, the first being the one that counts
     * @param tasks the ids of the task of each of these builds
     */
    RowSource of(List<JsonNode> seen, List<JsonNode> tasks) throws InexpressibleException {
        JsonNode element = seen.get(0);
        JsonNode source = element.path("source");
        List<JsonNode> sources = new ArrayList<>();
        List<JsonNode> theirs = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            if (shape(seen.get(i).path("source")).equals(shape(source))) {
                sources.add(seen.get(i).path("source"));
                theirs.add(tasks.get(i));
            }
        }
        if (source.has("table")) {
            return table(source, sources, theirs);
        }
        if (source.has("sql")) {
            return sql(source, sources, theirs);
        }
        return array(seen, tasks);
    }

    /** What must be the same for two sources to count as one: everything but the values of parameters. */
    static String shape(JsonNode source) {
        if (source.has("table")) {
            Set<String> columns = new LinkedHashSet<>();
            source.path("where").fieldNames().forEachRemaining(columns::add);
            return source.get("table") + " " + columns + source.path("order");
        }
        return source.has("sql")
                ? source.get("sql").asText().replaceAll("\\b\\d{2,}\\b", "N")
                : source.has("array") ? "array" : source.toString();
    }

    private RowSource table(JsonNode source, List<JsonNode> sources, List<JsonNode> tasks)
            throws InexpressibleException {
        Set<String> texts = new HashSet<>();
        source.path("texts").forEach(text -> texts.add(text.asText()));
        List<String> by = new ArrayList<>();
        List<String> late = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (Iterator<String> columns = source.path("where").fieldNames(); columns.hasNext(); ) {
            String column = columns.next();
            String value = value(at(sources, "where", column), tasks, column);
            if (value.startsWith("=")) {
                where.add(
                        value.equals("=null")
                                ? "t." + column + " is null"
                                : "t." + column + " " + value.replaceFirst("^=", "= "));
            } else if (TEXTS.contains(value) || texts.contains(column)) {
                late.add(by(column, value));
            } else {
                by.add(by(column, value));
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        List<String> plain = new ArrayList<>();
        source.path("columns").forEach(column -> {
            all.put(column.asText(), "t." + column.asText());
            plain.add(column.asText());
        });
        return new RowSource(
                source.get("table").asText(),
                null,
                null,
                ordered(by, late),
                String.join(" and ", where),
                source.path("order").isMissingNode()
                        ? null
                        : source.get("order").asText(),
                all,
                plain);
    }

    private static String by(String column, String value) {
        return value.equals("id") ? column : column + "=" + value;
    }

    private static List<String> ordered(List<String> by, List<String> late) throws InexpressibleException {
        List<String> all = new ArrayList<>(by);
        all.addAll(late);
        if (by.isEmpty() && !late.isEmpty()) {
            throw new InexpressibleException("its rows are looked up by a text (" + late.get(0) + ")");
        }
        return all.isEmpty() ? List.of("everything") : all;
    }

    private static List<JsonNode> at(List<JsonNode> sources, String member, String key) {
        return sources.stream().map(source -> source.path(member).path(key)).toList();
    }

    private RowSource sql(JsonNode source, List<JsonNode> sources, List<JsonNode> tasks) throws InexpressibleException {
        String sql = source.get("sql").asText();
        List<String> result = null;
        if (source.path("columns").isArray()) {
            result = new ArrayList<>();
            for (JsonNode column : source.get("columns")) {
                result.add(column.asText());
            }
        }
        Map<String, String> values = new TreeMap<>();
        JsonNode params = source.path("params");
        if (params.isArray()) {
            for (int i = 0; i < params.size(); i++) {
                int at = i;
                values.put(
                        "?" + (i + 1),
                        value(
                                sources.stream()
                                        .map(s -> s.path("params").path(at))
                                        .toList(),
                                tasks,
                                "?"));
            }
        } else {
            for (Iterator<String> names = params.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                values.put(":" + name, value(at(sources, "params", name), tasks, name));
            }
        }
        try {
            return inParts(new SelectStatement(sql, result), values);
        } catch (InexpressibleException whole) {
            return whole(sql, values, result, whole);
        }
    }

    private static RowSource inParts(SelectStatement statement, Map<String, String> values)
            throws InexpressibleException {
        List<String> by = new ArrayList<>();
        List<String> late = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (Map.Entry<String, List<String>> compared : statement.compared.entrySet()) {
            String value = values.get(compared.getKey());
            if (value == null) {
                throw new InexpressibleException("its SQL has a parameter without a value");
            }
            for (String column : compared.getValue()) {
                if (value.startsWith("=")) {
                    where.add(column + " " + value.replaceFirst("^=", "= "));
                } else {
                    (TEXTS.contains(value) ? late : by).add(by(column.replaceFirst("^t\\.", ""), value));
                }
            }
        }
        for (String condition : statement.conditions) {
            where.add(
                    statement.conditions.size() + where.size() > 1 && condition.matches("(?is).*\\bor\\b.*")
                            ? "(" + literal(condition, values) + ")"
                            : literal(condition, values));
        }
        List<String> plain = new ArrayList<>();
        statement.columns.forEach((name, is) -> {
            if (is.matches("\\w+\\.\\w+")) {
                plain.add(name);
            }
        });
        boolean one = statement.onlyTable != null && statement.from.endsWith("} t");
        return new RowSource(
                one ? statement.onlyTable : null,
                one ? null : statement.from,
                null,
                ordered(by, late),
                String.join(" and ", where),
                statement.order,
                statement.columns,
                plain);
    }

    /** Inserts values that are always the same into a condition. */
    private static String literal(String sql, Map<String, String> values) throws InexpressibleException {
        StringBuilder text = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(sql);
        while (parameters.find()) {
            String value = values.get(parameters.group());
            if (value == null || !value.startsWith("=")) {
                throw new InexpressibleException("its SQL uses a parameter inside");
            }
            parameters.appendReplacement(text, Matcher.quoteReplacement(value.substring(1)));
        }
        parameters.appendTail(text);
        return text.toString();
    }

    /** A query that can't be split, sent as is for each row that it depends on; only one value may change. */
    private static RowSource whole(
            String sql, Map<String, String> values, List<String> result, InexpressibleException why)
            throws InexpressibleException {
        if (result == null) {
            throw why;
        }
        String numbered = SelectStatement.number(sql.strip().replaceAll(";$", ""));
        Set<String> changing = new LinkedHashSet<>();
        StringBuilder text = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(numbered);
        while (parameters.find()) {
            String value = values.get(parameters.group());
            if (value == null) {
                throw why;
            }
            if (value.startsWith("=")) {
                parameters.appendReplacement(text, Matcher.quoteReplacement(value.substring(1)));
            } else {
                changing.add(value);
                parameters.appendReplacement(text, ":key");
            }
        }
        parameters.appendTail(text);
        if (changing.size() != 1 || TEXTS.contains(changing.iterator().next())) {
            throw why;
        }
        Map<String, String> columns = new LinkedHashMap<>();
        result.forEach(name -> columns.put(name, "t." + name));
        return new RowSource(
                null,
                null,
                text.toString().replaceAll("\\s+", " ").strip(),
                List.of("key=" + changing.iterator().next()),
                "",
                null,
                columns,
                result);
    }

    /** A list made in PHP; describe.php may have found out where it comes from. */
    private RowSource array(List<JsonNode> seen, List<JsonNode> tasks) throws InexpressibleException {
        List<JsonNode> custom = new ArrayList<>();
        List<JsonNode> customTasks = new ArrayList<>();
        int rows = 0;
        for (int i = 0; i < seen.size(); i++) {
            JsonNode source = seen.get(i).path("source");
            rows += source.path("array").asInt();
            if (source.has("customfields")) {
                custom.add(source.get("customfields"));
                customTasks.add(tasks.get(i));
            }
        }
        boolean allQueries = rows > 0
                && seen.stream()
                        .allMatch(e -> e.path("source").path("array").asInt() == 0
                                || e.path("source").path("queries").size() > 0);
        if (allQueries) {
            return query(seen, tasks);
        }
        boolean allCustom = !custom.isEmpty()
                && seen.stream()
                        .allMatch(e -> e.path("source").path("array").asInt() == 0
                                || e.path("source").has("customfields"));
        if (allCustom) {
            return customFields(custom, customTasks);
        }
        if (seen.stream().allMatch(e -> e.path("source").path("one").size() > 0)) {
            return taskItself(seen, tasks);
        }
        throw new InexpressibleException(
                rows == 0
                        ? "its rows are computed in PHP, and no instance at the site has any to tell what they are"
                        : "its rows are computed in PHP");
    }

    /** One row whose fields are ids of the task and values that are always the same. */
    private RowSource taskItself(List<JsonNode> seen, List<JsonNode> tasks) throws InexpressibleException {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> plain = new ArrayList<>();
        boolean block = tasks.get(0).has("block");
        boolean activity = tasks.get(0).has("cm");
        Map<String, String> known = block
                ? Map.of("block", "t.id", "context", "x.id", "blockname", "t.blockname")
                : activity
                        ? Map.of(
                                "cm",
                                "t.id",
                                "instance",
                                "t.instance",
                                "context",
                                "x.id",
                                "course",
                                "t.course",
                                "section",
                                "t.section",
                                "module",
                                "m.name")
                        : Map.of("course", "t.id", "coursecontext", "x.id", "format", "t.format");
        List<String> fields = new ArrayList<>();
        seen.get(0).path("source").path("one").fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            String value = value(
                    seen.stream()
                            .map(e -> e.path("source").path("one").path(field))
                            .toList(),
                    tasks,
                    field);
            if (value.startsWith("=")) {
                columns.put(field, value.substring(1));
            } else if (known.containsKey(value)) {
                columns.put(field, known.get(value));
                plain.add(field);
            } else {
                throw new InexpressibleException("its rows are computed in PHP");
            }
        }
        return new RowSource(
                null,
                block ? BLOCK : activity ? MODULE : COURSE,
                null,
                List.of(block ? "id=block" : activity ? "id=cm" : "id=course"),
                "",
                null,
                columns,
                plain);
    }

    private RowSource query(List<JsonNode> seen, List<JsonNode> tasks) throws InexpressibleException {
        JsonNode first = seen.stream()
                .filter(e -> e.path("source").path("array").asInt() > 0)
                .findFirst()
                .orElseThrow();
        for (JsonNode candidate : first.path("source").path("queries")) {
            List<JsonNode> sources = new ArrayList<>();
            List<JsonNode> theirs = new ArrayList<>();
            boolean everywhere = true;
            for (int i = 0; i < seen.size(); i++) {
                JsonNode source = seen.get(i).path("source");
                JsonNode same = null;
                for (JsonNode query : source.path("queries")) {
                    if (query.path("sql").equals(candidate.path("sql"))) {
                        same = query;
                    }
                }
                if (same != null) {
                    sources.add(same);
                    theirs.add(tasks.get(i));
                } else if (source.path("array").asInt() > 0) {
                    everywhere = false;
                }
            }
            if (everywhere) {
                return sql(candidate, sources, theirs);
            }
        }
        throw new InexpressibleException("its rows are computed in PHP, by different queries for different instances");
    }

    private RowSource customFields(List<JsonNode> found, List<JsonNode> tasks) throws InexpressibleException {
        JsonNode area = found.get(0);
        JsonNode owner = area.path("owner");
        String value = value(
                found.stream().map(f -> f.path("owner").path("param")).toList(),
                tasks,
                owner.path("column").asText());
        if (value.startsWith("=")) {
            throw new InexpressibleException("its custom fields belong to something that is always the same");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "t.id");
        if (area.hasNonNull("instance")) {
            columns.put(area.get("instance").asText(), "t.instanceid");
        }
        columns.put("shortname", "f.shortname");
        columns.put("type", "f.type");
        columns.put("value", "t.value");
        columns.put("valueformat", "t.valueformat");
        columns.put("valuetrust", "t.valuetrust");
        return new RowSource(
                null,
                "{customfield_data} t join {customfield_field} f on f.id = t.fieldid join {customfield_category} c"
                        + " on c.id = f.categoryid join {" + owner.get("table").asText() + "} o on o.id = t.instanceid",
                null,
                List.of(by("o." + owner.get("column").asText(), value)),
                "c.component = '" + area.get("component").asText() + "' and c.area = '"
                        + area.get("area").asText() + "'",
                null,
                columns,
                List.copyOf(columns.keySet()));
    }

    /** A word for {@code by}, or {@code =} and an SQL literal for a value that is always the same. */
    String value(List<JsonNode> params, List<JsonNode> tasks, String column) throws InexpressibleException {
        JsonNode first = params.get(0);
        if (first.has("var")) {
            if (first.get("var").asText().equals("backup")) {
                throw new InexpressibleException("its rows are kept for one backup while it is made");
            }
            return first.get("var").asText();
        }
        if (first.has("of")) {
            return reference(first.get("of").asText(), first.get("field").asText());
        }
        if (first.path("value").isNull()) {
            return "=null";
        }
        Set<String> candidates = new LinkedHashSet<>(TASK_VALUES);
        boolean constant = true;
        for (int i = 0; i < params.size(); i++) {
            String value = params.get(i).path("value").asText();
            JsonNode task = tasks.get(i);
            candidates.removeIf(
                    name -> !task.hasNonNull(name) || !task.get(name).asText().equals(value));
            constant &= value.equals(first.path("value").asText());
        }
        String text = first.path("value").asText();
        if (!candidates.isEmpty() && (!constant || !text.matches("\\d{1,2}"))) {
            if (candidates.size() > 1) {
                throw new InexpressibleException(
                        "nobody can tell whose id " + text + " is: " + String.join(", ", candidates));
            }
            return candidates.iterator().next();
        }
        if (!candidates.isEmpty() && !column.contains("context")) {
            throw new InexpressibleException("nobody can tell whether " + text + " is an id or stands in the code");
        }
        if (!constant) {
            throw new InexpressibleException("PHP computes a value that its rows are looked up with");
        }
        if (column.contains("context")
                && text.equals(tasks.get(0).path("system").asText())) {
            return "system";
        }
        return first.path("value").isNumber()
                        || text.matches("\\d{1,18}") && !first.path("value").isTextual()
                ? "=" + text
                : "='" + text.replace("'", "''") + "'";
    }

    /** The field of an enclosing row, by its name alone if the nearest row that has it is the one meant. */
    private String reference(String path, String field) throws InexpressibleException {
        if (path.equals("/activity")) {
            return Map.of("id", "instance", "moduleid", "cm", "modulename", "module", "contextid", "context")
                    .getOrDefault(field, field);
        }
        if (path.equals("/block")
                && List.of("id", "contextid", "blockname").contains(field)
                && around.get(0).element().path("source").has("ids")) {
            return Map.of("id", "block", "contextid", "context", "blockname", "blockname")
                    .get(field);
        }
        for (int i = around.size() - 1; i >= 0; i--) {
            JsonNode element = around.get(i).element();
            boolean owner = around.get(i).path().equals(path);
            if (owner) {
                return field;
            }
            if (names(element).contains(field)) {
                String name = path.substring(path.lastIndexOf('/') + 1);
                return name + "/" + field;
            }
        }
        throw new InexpressibleException(
                "its rows are looked up with <" + field + "> of an element that is not around it");
    }

    private static Set<String> names(JsonNode element) {
        Set<String> names = new HashSet<>();
        element.path("attributes")
                .forEach(attribute -> names.add(attribute.path("name").asText()));
        element.path("fields")
                .forEach(attribute -> names.add(attribute.path("name").asText()));
        element.path("source").path("columns").forEach(column -> names.add(column.asText()));
        return names;
    }
}
