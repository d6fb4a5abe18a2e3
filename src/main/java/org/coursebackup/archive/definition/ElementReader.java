package org.coursebackup.archive.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads elements of definition files. */
final class ElementReader {
    static final Set<String> ELEMENT_KEYS = Set.of(
            "table",
            "from",
            "query",
            "by",
            "where",
            "order",
            "attributes",
            "columns",
            "select",
            "notes",
            "files",
            "when",
            "rows-when",
            "coding",
            "folder",
            "names",
            "text",
            "binary",
            "binary-endings",
            "binary-bytes",
            "binary-within",
            "incidental",
            "plugins",
            "use",
            "children");

    private static final List<String> CODINGS = List.of("base64", "encrypted", "notags", "links-in-config");

    private static final Pattern XML_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    /** Keys about rows. */
    private static final List<String> ROW_KEYS = List.of(
            "by", "where", "order", "attributes", "columns", "select", "notes", "rows-when", "coding", "incidental");

    private final Map<String, Map<String, Yaml>> fragments;

    ElementReader(Map<String, Map<String, Yaml>> fragments) {
        this.fragments = fragments;
    }

    /** Reads the element at {@code path} (containers and name). */
    ElementDefinition element(String path, Yaml yaml, Map<String, Yaml> own, String component) {
        Map<String, Yaml> keys = withFragment(own, yaml, Set.of());
        List<String> names = Arrays.asList(path.split("/"));
        Condition when = condition(keys, "when");
        List<ElementDefinition> children = new ArrayList<>();
        if (keys.containsKey("children")) {
            keys.get("children")
                    .map()
                    .forEach((childPath, child) ->
                            children.add(element(childPath, child, child.map(ELEMENT_KEYS), component)));
        }
        names.stream().filter(name -> !name.isEmpty()).forEach(name -> xmlName(name, yaml));
        boolean hasRows = keys.containsKey("table") || keys.containsKey("from") || keys.containsKey("query");
        if (!hasRows && !keys.containsKey("folder")) {
            FolderRows.KEYS.stream().filter(keys::containsKey).findFirst().ifPresent(key -> {
                throw keys.get(key).problem("'" + key + "' speaks of files, but no 'folder' says where they lie.");
            });
        }
        if (keys.containsKey("folder") && (hasRows || keys.containsKey("children"))) {
            throw keys.get("folder").problem("Rows come from a 'folder' or from a table, and files have no children.");
        }
        if (!hasRows) {
            ROW_KEYS.stream().filter(keys::containsKey).findFirst().ifPresent(key -> {
                throw keys.get(key)
                        .problem("'" + key
                                + "' speaks of rows, but neither 'table' nor 'from' says where they come from.");
            });
        }
        return new ElementDefinition(
                yaml.place(),
                names.get(names.size() - 1),
                names.subList(0, names.size() - 1),
                when,
                hasRows ? rows(keys, yaml, component) : null,
                keys.containsKey("folder") ? FolderRows.read(keys) : null,
                hasRows ? List.of() : files(keys, component),
                List.copyOf(children),
                words(keys, "plugins"),
                pluginsFirst(keys));
    }

    private static void xmlName(String name, Yaml yaml) {
        if (!XML_NAME.matcher(name).matches()) {
            throw yaml.problem("'" + name
                    + "' can't be the name of an element or an attribute in XML: letters, digits, '_',"
                    + " '-' and '.' only.");
        }
    }

    /** The order of these two keys in the file is the order in the document. */
    private static boolean pluginsFirst(Map<String, Yaml> keys) {
        List<String> order = new ArrayList<>(keys.keySet());
        return order.indexOf("plugins") < order.indexOf("children");
    }

    private Map<String, Yaml> withFragment(Map<String, Yaml> own, Yaml yaml, Set<String> within) {
        if (!own.containsKey("use")) {
            return own;
        }
        String name = own.get("use").text();
        Map<String, Yaml> fragment = fragments.get(name);
        if (fragment == null) {
            throw own.get("use")
                    .problem("There is no fragment '" + name + "' in fragments.yaml; known: " + fragments.keySet()
                            + ".");
        }
        if (within.contains(name)) {
            throw own.get("use").problem("The fragment '" + name + "' uses itself; remove 'use' from it.");
        }
        Set<String> deeper = new LinkedHashSet<>(within);
        deeper.add(name);
        Map<String, Yaml> merged = new LinkedHashMap<>(withFragment(fragment, yaml, deeper));
        merged.putAll(own);
        return merged;
    }

    private Rows rows(Map<String, Yaml> keys, Yaml yaml, String component) {
        String from = keys.containsKey("from")
                ? keys.get("from").text()
                : keys.containsKey("table") ? "{" + keys.get("table").text() + "} t" : null;
        List<Match> by = keys.containsKey("by")
                ? keys.get("by").words().stream().map(Match::parse).toList()
                : List.of();
        if (keys.containsKey("query") && (by.size() != 1 || !by.get(0).column().equals("t.key"))) {
            throw yaml.problem("A 'query' has one lookup, 'by: key=FIELD'; ':key' in the SQL stands for its value.");
        }
        if (by.isEmpty()) {
            throw yaml.problem("'by' is missing: state which rows belong here, for instance 'by: choiceid' or 'by:"
                    + " contextid=context'.");
        }
        Map<String, String> select = new HashMap<>();
        if (keys.containsKey("select")) {
            keys.get("select").map().forEach((name, sql) -> select.put(name, sql.text()));
        }
        List<Field> attributes =
                fields(keys.containsKey("attributes") ? keys.get("attributes").words() : List.of("id"), select, yaml);
        List<Field> fields =
                fields(keys.containsKey("columns") ? keys.get("columns").words() : List.of(), select, yaml);
        Map<String, String> notes = new LinkedHashMap<>();
        if (keys.containsKey("notes")) {
            keys.get("notes").map().forEach((field, item) -> notes.put(field, item.text()));
        }
        return new Rows(
                from,
                text(keys, "query"),
                by,
                where(keys),
                text(keys, "order"),
                attributes,
                fields,
                notes,
                files(keys, component),
                codings(keys),
                incidental(keys, fields),
                condition(keys, "rows-when"));
    }

    private static List<Field> fields(List<String> words, Map<String, String> select, Yaml yaml) {
        if (words.equals(List.of("none"))) {
            return List.of();
        }
        List<Field> fields =
                words.stream().map(word -> Field.parse(word, select)).toList();
        fields.forEach(field -> xmlName(field.name(), yaml));
        return fields;
    }

    private static Set<String> incidental(Map<String, Yaml> keys, List<Field> fields) {
        Set<String> incidental = words(keys, "incidental");
        for (String name : incidental) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw keys.get("incidental")
                        .problem("'incidental' names '" + name + "', which is not among the 'columns'.");
            }
        }
        return incidental;
    }

    private static Map<Condition, String> where(Map<String, Yaml> keys) {
        Yaml where = keys.get("where");
        if (where == null) {
            return Map.of();
        }
        if (where.isText()) {
            return Map.of(Condition.ALWAYS, where.text());
        }
        Map<Condition, String> conditions = new LinkedHashMap<>();
        where.map().forEach((when, sql) -> conditions.put(Condition.parse(when), sql.text()));
        return conditions;
    }

    /**
     * {@code value: notags?type=text}: the coding and, after a question mark, when it applies; after a colon the
     * members with texts of a serialised object, {@code links-in-config:title,body}.
     */
    static List<Rows.Coding> codings(Map<String, Yaml> keys) {
        List<Rows.Coding> codings = new ArrayList<>();
        if (keys.containsKey("coding")) {
            keys.get("coding").map().forEach((field, coding) -> {
                String[] parts = coding.text().split("\\?", 2);
                String[] name = parts[0].split(":", 2);
                if (!CODINGS.contains(name[0])) {
                    throw coding.problem(
                            "Unknown coding '" + name[0] + "'; known: " + String.join(", ", CODINGS) + ".");
                }
                codings.add(new Rows.Coding(
                        field,
                        name[0],
                        List.of((name.length > 1 ? name[1] : "text").split(",")),
                        Condition.parse(parts.length > 1 ? parts[1] : "")));
            });
        }
        return codings;
    }

    static List<FileArea> files(Map<String, Yaml> keys, String component) {
        Yaml files = keys.get("files");
        if (files == null) {
            return List.of();
        }
        List<FileArea> areas = new ArrayList<>();
        if (files.isMap()) {
            files.map().forEach((area, field) -> areas.add(area(area, field.text(), component)));
        } else {
            files.words().forEach(area -> areas.add(area(area, null, component)));
        }
        return areas;
    }

    /** {@code legacy?legacyfiles} is the area legacy under the condition legacyfiles. */
    private static FileArea area(String text, String itemField, String component) {
        int question = text.indexOf('?');
        return question < 0
                ? FileArea.parse(text, itemField, component, Condition.ALWAYS)
                : FileArea.parse(
                        text.substring(0, question),
                        itemField,
                        component,
                        Condition.parse(text.substring(question + 1)));
    }

    static Condition condition(Map<String, Yaml> keys, String key) {
        return keys.containsKey(key) ? Condition.parse(keys.get(key).text()) : Condition.ALWAYS;
    }

    static String text(Map<String, Yaml> keys, String key) {
        return keys.containsKey(key) ? keys.get(key).text() : null;
    }

    static Set<String> words(Map<String, Yaml> keys, String key) {
        return keys.containsKey(key) ? new LinkedHashSet<>(keys.get(key).words()) : Set.of();
    }
}
