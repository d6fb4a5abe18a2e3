package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import org.coursebackup.archive.definition.FolderRows;

/**
 * Turns the tree of one document into the keys of a definition. What can't be expressed is left out and the reason
 * kept; nothing is guessed.
 */
final class ElementTranslation {
    /** Annotations that bring something into the archive; others are recorded by Moodle but never read. */
    private static final Set<String> NOTES = Set.of(
            "user",
            "group",
            "grouping",
            "role",
            "scale",
            "outcome",
            "grade_item",
            "question_category",
            "question",
            "file");

    private static final Map<String, String> CODINGS =
            Map.of("base64_encode_final_element", "base64", "encrypted_final_element", "encrypted");

    private static final List<String> ROWS = List.of("table", "from", "query");

    private final Builds builds;
    private final String component;
    private final Predicate<String> knownWord;
    private final List<String> problems = new ArrayList<>();
    private int elements;

    /** @param knownWord whether a definition may use a word as a condition */
    ElementTranslation(Builds builds, String component, Predicate<String> knownWord) {
        this.builds = builds;
        this.component = component;
        this.knownWord = knownWord;
    }

    /** What could not be expressed, each with the element concerned. */
    List<String> problems() {
        return problems;
    }

    /** How many elements were translated, including containers. */
    int elements() {
        return elements;
    }

    /** The keys of the element at a path below the root, including its own conditions. */
    Map<String, Object> element(List<String> path) {
        JsonNode element = Builds.at(builds.first().root(), path);
        return element(element, path, around(path));
    }

    private List<SourceTranslation.Around> around(List<String> path) {
        List<SourceTranslation.Around> around = new ArrayList<>();
        JsonNode element = builds.first().root();
        String at = "/" + element.path("name").asText();
        around.add(new SourceTranslation.Around(at, element));
        for (int i = 0; i + 1 < path.size(); i++) {
            element = Builds.at(element, List.of(path.get(i)));
            if (!element.has("optigroup") && !element.has("option")) {
                at += "/" + element.path("name").asText();
                around.add(new SourceTranslation.Around(at, element));
            }
        }
        if (path.isEmpty()) {
            around.clear();
        }
        return around;
    }

    /** What the wrapper around a plugin's own element has besides its ids. */
    Map<String, Object> wrapper() {
        JsonNode root = builds.first().root();
        Map<String, Object> keys = new LinkedHashMap<>();
        elements++;
        files(root, List.of(), null, keys);
        keys.put("children", children(List.of()));
        return keys;
    }

    /** The children of the element at a path, in the form of the key {@code children}. */
    Map<String, Object> children(List<String> path) {
        JsonNode element = Builds.at(builds.first().root(), path);
        List<SourceTranslation.Around> around = new ArrayList<>(around(path));
        String at = (around.isEmpty() ? "" : around.get(around.size() - 1).path()) + "/"
                + element.path("name").asText();
        if (!element.has("option")) {
            around.add(new SourceTranslation.Around(at, element));
        }
        return children(element, path, around);
    }

    private Map<String, Object> children(JsonNode element, List<String> path, List<SourceTranslation.Around> around) {
        Map<String, Object> children = new LinkedHashMap<>();
        for (JsonNode child : element.path("children")) {
            if (child.has("optigroup")) {
                continue;
            }
            List<String> below = with(path, child.path("name").asText());
            if (!neverWritten(child, below)) {
                child(children, child, below, around);
            }
        }
        onlyInCases(element, path);
        return children;
    }

    private void child(
            Map<String, Object> children, JsonNode child, List<String> path, List<SourceTranslation.Around> around) {
        String name = child.path("name").asText();
        Map<String, Object> keys = element(child, path, around);
        if (child.path("source").isObject() && ROWS.stream().noneMatch(keys::containsKey)) {
            // its rows could not be said; without them neither it nor what is in it may be written
            return;
        }
        if (container(child) && !keys.containsKey("when") && keys.keySet().equals(Set.of("children"))) {
            @SuppressWarnings("unchecked")
            Map<String, Object> inner = (Map<String, Object>) keys.get("children");
            if (inner.size() == 1) {
                Map.Entry<String, Object> only = inner.entrySet().iterator().next();
                if (!(only.getValue() instanceof Map<?, ?> map && map.containsKey("when"))) {
                    children.put(name + "/" + only.getKey(), only.getValue());
                    return;
                }
            }
        }
        children.put(name, keys);
    }

    /** Whether an element has fields, but no build gave it rows: then neither it nor what is in it is ever written. */
    private boolean neverWritten(JsonNode child, List<String> path) {
        if (!child.path("source").asText().equals("none") || child.has("class")) {
            return false;
        }
        List<Builds.Build> others = new ArrayList<>(builds.cases.values());
        others.addAll(builds.instances);
        for (Builds.Build other : others) {
            if (Builds.at(other.root(), path).path("source").isObject()) {
                problem(
                        path,
                        "<" + child.path("name").asText() + "> is empty: it has rows for some instances or settings"
                                + " only");
                break;
            }
        }
        return true;
    }

    private static boolean container(JsonNode element) {
        return element.path("source").asText().equals("once")
                && element.path("attributes").size() == 0;
    }

    /** Reports elements that only exist if a setting differs from the usual. */
    private void onlyInCases(JsonNode element, List<String> path) {
        Set<String> usual = new LinkedHashSet<>();
        element.path("children").forEach(child -> usual.add(child.path("name").asText()));
        List<Builds.Build> others = new ArrayList<>(builds.cases.values());
        others.addAll(builds.instances);
        for (Builds.Build other : others) {
            for (JsonNode child : Builds.at(other.root(), path).path("children")) {
                if (usual.add(child.path("name").asText()) && !child.has("optigroup") && !child.has("option")) {
                    problem(path, "<" + child.path("name").asText() + "> exists only for some instances or settings");
                }
            }
        }
    }

    private Map<String, Object> element(JsonNode element, List<String> path, List<SourceTranslation.Around> around) {
        elements++;
        Map<String, Object> keys = new LinkedHashMap<>();
        String when = missingWhen(path);
        if (!when.isEmpty()) {
            keys.put("when", when);
        }
        JsonNode source = element.path("source");
        if (element.has("folder") && folder(element, path, around, keys)) {
            return keys;
        }
        if (element.has("class")) {
            problem(
                    path,
                    "a class of the plugin's own (" + element.get("class").asText() + ") writes <"
                            + element.path("name").asText() + ">");
        }
        boolean rows = source.isObject();
        if (rows) {
            rows(element, path, around, keys);
        } else if (source.asText().equals("once") && element.path("attributes").size() > 0) {
            problem(path, "<" + element.path("name").asText() + "> has attributes, but no rows");
        }
        if (!rows && element.path("files").size() > 0) {
            files(element, path, around, keys);
        }
        String below = (around.isEmpty() ? "" : around.get(around.size() - 1).path()) + "/"
                + element.path("name").asText();
        List<SourceTranslation.Around> inside = new ArrayList<>(around);
        inside.add(new SourceTranslation.Around(below, element));
        // plugins come where the code puts them, before or after the other children
        String types = pluginTypes(element);
        boolean first = element.path("children").size() > 0
                && element.path("children").get(0).has("optigroup");
        if (!types.isEmpty() && first) {
            keys.put("plugins", types);
        }
        Map<String, Object> children = children(element, path, inside);
        if (!children.isEmpty()) {
            keys.put("children", children);
        }
        if (!types.isEmpty() && !first) {
            keys.put("plugins", types);
        }
        return keys;
    }

    /** Files of the plugin's own that are the rows; false if they can't be said. */
    private boolean folder(
            JsonNode element, List<String> path, List<SourceTranslation.Around> around, Map<String, Object> keys) {
        boolean same = builds.instances.stream()
                .map(instance -> Builds.at(instance.root(), path).path("folder"))
                .allMatch(element.get("folder")::equals);
        JsonNode said = element.get("folder");
        StringBuilder folder = new StringBuilder();
        try {
            for (JsonNode part : said.path("path")) {
                folder.append(
                        part.isTextual()
                                ? part.asText()
                                : "{" + new SourceTranslation(around).value(List.of(part), List.of(), "") + "}");
            }
        } catch (InexpressibleException reason) {
            return false;
        }
        List<String> names = new ArrayList<>();
        said.path("names").forEach(name -> names.add(name.asText()));
        if (!same || names.stream().anyMatch(name -> name.contains(" "))) {
            return false;
        }
        keys.put("folder", folder.toString().replaceFirst("/$", ""));
        keys.put("names", String.join(" ", names));
        keys.put("text", fieldsOfFile(element, said.path("text")));
        JsonNode binary = said.path("binary");
        if (!binary.isMissingNode()) {
            keys.put("binary", fieldsOfFile(element, binary));
            List<String> endings = new ArrayList<>();
            binary.path("endings").forEach(ending -> endings.add(ending.asText()));
            keys.put("binary-endings", String.join(" ", endings));
            List<String> bytes = new ArrayList<>();
            binary.path("bytes").forEach(each -> bytes.add(each.asText()));
            keys.put("binary-bytes", String.join(" ", bytes));
            keys.put("binary-within", binary.path("within").asInt());
        }
        return true;
    }

    /** Moodle writes the attributes that the element has, filled or not, and the fields that are filled. */
    private static Map<String, String> fieldsOfFile(JsonNode element, JsonNode rule) {
        Map<String, String> fields = new LinkedHashMap<>();
        element.path("attributes").forEach(attribute -> {
            String name = attribute.path("name").asText();
            fields.put(FolderRows.ATTRIBUTE + name, rule.path(name).asText());
        });
        element.path("fields").forEach(field -> {
            String name = field.path("name").asText();
            if (rule.has(name)) {
                fields.put(name, rule.path(name).asText());
            }
        });
        return fields;
    }

    private static String pluginTypes(JsonNode element) {
        List<String> types = new ArrayList<>();
        element.path("children").forEach(child -> {
            if (child.has("optigroup")) {
                types.add(type(child.path("name").asText(), element.path("name").asText()));
            }
        });
        return String.join(" ", types);
    }

    /** The plugin type of a group: {@code qtype_question_plugin} in {@code question} means qtype. */
    static String type(String group, String host) {
        return group.replaceFirst("_" + host + "_(sub)?plugin$", "");
    }

    /** Conditions that keep the element from being missing when the element around it is there. */
    private String missingWhen(List<String> path) {
        if (path.isEmpty()) {
            return "";
        }
        List<String> words = new ArrayList<>();
        builds.cases.forEach((word, build) -> {
            boolean around =
                    !Builds.at(build.root(), path.subList(0, path.size() - 1)).isMissingNode();
            if (around && Builds.at(build.root(), path).isMissingNode()) {
                word(words, path, Builds.unless(word));
            }
        });
        for (Builds.Build instance : builds.instances) {
            boolean around = !Builds.at(instance.root(), path.subList(0, path.size() - 1))
                    .isMissingNode();
            if (around && Builds.at(instance.root(), path).isMissingNode()) {
                problem(
                        path,
                        "<" + path.get(path.size() - 1) + "> is written for some instances only, by a rule in PHP");
                break;
            }
        }
        return String.join(" ", words);
    }

    private void word(List<String> words, List<String> path, String word) {
        if (knownWord.test(word.startsWith("!") ? word.substring(1) : word)) {
            words.add(word);
        } else {
            problem(path, "it depends on '" + word + "', which no condition can say");
        }
    }

    private void rows(
            JsonNode element, List<String> path, List<SourceTranslation.Around> around, Map<String, Object> keys) {
        List<JsonNode> seen = new ArrayList<>();
        List<JsonNode> tasks = new ArrayList<>();
        boolean varies = false;
        for (Builds.Build instance : builds.instances) {
            JsonNode same = Builds.at(instance.root(), path);
            if (!same.isMissingNode()) {
                seen.add(same);
                tasks.add(instance.task());
                varies |= !SourceTranslation.shape(same.path("source"))
                        .equals(SourceTranslation.shape(element.path("source")));
            }
        }
        if (varies) {
            problem(
                    path,
                    "the rows of <" + element.path("name").asText() + "> depend on the instance, by a rule in PHP");
        }
        SourceTranslation translation = new SourceTranslation(around);
        RowSource source;
        try {
            source = translation.of(seen, tasks);
        } catch (InexpressibleException reason) {
            problem(path, "<" + element.path("name").asText() + "> is empty: " + reason.getMessage());
            return;
        }
        Map<String, String> where = new LinkedHashMap<>();
        List<String> rowsWhen = new ArrayList<>();
        String usual = source.where();
        List<String> usualWords = new ArrayList<>();
        for (Map.Entry<String, Builds.Build> other : builds.cases.entrySet()) {
            JsonNode changed = Builds.at(other.getValue().root(), path);
            if (changed.isMissingNode() || sameSource(changed, element)) {
                continue;
            }
            if (changed.path("source").asText().equals("none")
                    || changed.path("source").asText().equals("once")) {
                word(rowsWhen, path, Builds.unless(other.getKey()));
                continue;
            }
            try {
                RowSource else_ = translation.of(
                        List.of(changed), List.of(other.getValue().task()));
                if (!source.sameButConditions(else_)) {
                    throw new InexpressibleException("they come from elsewhere");
                }
                if (!else_.where().equals(source.where())) {
                    word(usualWords, path, Builds.unless(other.getKey()));
                    if (!else_.where().isEmpty()) {
                        where.put(other.getKey(), else_.where());
                    }
                }
            } catch (InexpressibleException reason) {
                problem(
                        path,
                        "with '" + other.getKey() + "' the rows of <"
                                + element.path("name").asText() + "> are others: " + reason.getMessage());
            }
        }
        if (!usual.isEmpty()) {
            where.put(String.join(" ", usualWords), usual);
        }
        if (!rowsWhen.isEmpty()) {
            keys.put("rows-when", String.join(" ", rowsWhen));
        }
        put(element, path, source, where, keys);
    }

    private static boolean sameSource(JsonNode one, JsonNode other) {
        return SourceTranslation.shape(one.path("source")).equals(SourceTranslation.shape(other.path("source")))
                && one.path("source").path("where").equals(other.path("source").path("where"))
                && one.path("source").path("params").equals(other.path("source").path("params"));
    }

    private void put(
            JsonNode element,
            List<String> path,
            RowSource source,
            Map<String, String> where,
            Map<String, Object> keys) {
        if (source.query() != null) {
            keys.put("query", source.query());
        } else if (source.table() != null) {
            keys.put("table", source.table());
        } else {
            keys.put("from", source.from());
        }
        keys.put("by", String.join(" ", source.by()));
        if (where.size() == 1 && where.containsKey("")) {
            keys.put("where", where.get(""));
        } else if (!where.isEmpty()) {
            keys.put("where", where);
        }
        if (source.order() != null
                && !source.order().equalsIgnoreCase("id ASC")
                && !source.order().equalsIgnoreCase("id")) {
            keys.put("order", source.order());
        }
        Map<String, String> select = new LinkedHashMap<>();
        String attributes = names(element, "attributes", path, source, select);
        if (!attributes.equals("id")) {
            keys.put("attributes", attributes.isEmpty() ? "none" : attributes);
        }
        String fields = names(element, "fields", path, source, select);
        if (!fields.isEmpty()) {
            keys.put("columns", fields);
        }
        if (!select.isEmpty()) {
            keys.put("select", select);
        }
        codingsAndNotes(element, path, source, keys);
        files(element, path, null, keys);
    }

    /** The words of {@code columns} or {@code attributes}; computed ones go to {@code select}. */
    private String names(
            JsonNode element, String member, List<String> path, RowSource source, Map<String, String> select) {
        List<String> words = new ArrayList<>();
        for (JsonNode field : element.path(member)) {
            String name = field.path("name").asText();
            String column = column(element, source, name);
            if (column == null) {
                continue;
            }
            String is = source.columns().get(column);
            String word = name;
            if (!source.plain().contains(column)) {
                select.put(name, is);
            } else if (!is.equals("t." + name)) {
                word = name + "=" + is.replaceFirst("^t\\.", "");
            }
            words.add(word + condition(path, member, name));
        }
        return String.join(" ", words);
    }

    /** The column that fills a field: an alias set by the plugin wins, as the later of two does in Moodle. */
    private static String column(JsonNode element, RowSource source, String name) {
        String column = source.columns().containsKey(name) ? name : null;
        for (String alias : (Iterable<String>) () -> element.path("aliases").fieldNames()) {
            if (element.get("aliases").get(alias).asText().equals(name)
                    && source.columns().containsKey(alias)) {
                column = alias;
            }
        }
        return column;
    }

    private String condition(List<String> path, String member, String name) {
        List<String> words = new ArrayList<>();
        builds.cases.forEach((word, build) -> {
            JsonNode changed = Builds.at(build.root(), path);
            if (!changed.isMissingNode()) {
                boolean there = false;
                for (JsonNode field : changed.path(member)) {
                    there |= field.path("name").asText().equals(name);
                }
                if (!there) {
                    word(words, path, Builds.unless(word));
                }
            }
        });
        if (words.size() > 1) {
            problem(path, "<" + name + "> depends on several settings");
        }
        return words.isEmpty() ? "" : "?" + words.get(0);
    }

    private void codingsAndNotes(JsonNode element, List<String> path, RowSource source, Map<String, Object> keys) {
        Map<String, String> notes = new LinkedHashMap<>();
        Map<String, String> codings = new LinkedHashMap<>();
        for (String member : List.of("attributes", "fields")) {
            for (JsonNode field : element.path(member)) {
                String name = field.path("name").asText();
                if (column(element, source, name) == null) {
                    continue;
                }
                String note = field.path("note").asText();
                if (NOTES.contains(note.replaceFirst("final$", ""))) {
                    notes.put(name, note);
                }
                String type = field.path("class").asText();
                if (CODINGS.containsKey(type)) {
                    codings.put(name, CODINGS.get(type));
                } else if (!type.isEmpty()) {
                    problem(path, "PHP makes the text of <" + name + "> (class " + type + ")");
                } else if (field.path("attributes").size() > 0) {
                    problem(path, "<" + name + "> has attributes of its own");
                }
            }
        }
        if (!codings.isEmpty()) {
            keys.put("coding", codings);
        }
        if (!notes.isEmpty()) {
            keys.put("notes", notes);
        }
    }

    /** @param around the rows that an element without rows gets its item ids from; null if it has rows itself */
    private void files(
            JsonNode element, List<String> path, List<SourceTranslation.Around> around, Map<String, Object> keys) {
        List<String> any = new ArrayList<>();
        Map<String, String> byItem = new LinkedHashMap<>();
        boolean mixed = false;
        for (JsonNode file : element.path("files")) {
            try {
                String area = area(file, path) + fileCondition(file, path);
                String item = around != null && file.path("item").has("of")
                        ? new SourceTranslation(around).value(List.of(file.path("item")), List.of(), "")
                        : item(file);
                if (item == null) {
                    any.add(area);
                } else {
                    byItem.put(area, item);
                    mixed = true;
                }
            } catch (InexpressibleException reason) {
                problem(
                        path,
                        "files " + file.path("component").asText() + "/"
                                + file.path("area").asText() + ": " + reason.getMessage());
            }
        }
        if (mixed) {
            any.forEach(area -> byItem.put(area, "any"));
            keys.put("files", byItem);
        } else if (!any.isEmpty()) {
            keys.put("files", String.join(" ", any));
        }
    }

    private String area(JsonNode file, List<String> path) throws InexpressibleException {
        String owner = file.path("component").asText();
        String name = owner.equals(component)
                ? file.path("area").asText()
                : owner + "/" + file.path("area").asText();
        if (!file.has("context")) {
            return name;
        }
        List<JsonNode> contexts = new ArrayList<>();
        List<JsonNode> tasks = new ArrayList<>();
        for (Builds.Build instance : builds.instances) {
            for (JsonNode other : Builds.at(instance.root(), path).path("files")) {
                if (other.path("component").equals(file.path("component"))
                        && other.path("area").equals(file.path("area"))) {
                    contexts.add(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                            .objectNode()
                            .set("value", other.path("context")));
                    tasks.add(instance.task());
                }
            }
        }
        String context = new SourceTranslation(List.of()).value(contexts, tasks, "contextid");
        String qualified = owner + "/" + file.path("area").asText();
        return switch (context) {
            case "system" -> "system:" + qualified;
            case "coursecontext" -> "course:" + qualified;
            case "context" -> name;
            default -> throw new InexpressibleException("they lie in a context that PHP computes");
        };
    }

    private String fileCondition(JsonNode file, List<String> path) {
        List<String> words = new ArrayList<>();
        builds.cases.forEach((word, build) -> {
            JsonNode changed = Builds.at(build.root(), path);
            if (!changed.isMissingNode()) {
                boolean there = false;
                for (JsonNode other : changed.path("files")) {
                    there |= other.path("component").equals(file.path("component"))
                            && other.path("area").equals(file.path("area"));
                }
                if (!there) {
                    word(words, path, Builds.unless(word));
                }
            }
        });
        return words.isEmpty() ? "" : "?" + words.get(0);
    }

    /** The field with the item id; null for every item. */
    private static String item(JsonNode file) throws InexpressibleException {
        JsonNode item = file.path("item");
        if (item.isMissingNode()) {
            return null;
        }
        if (item.has("field")) {
            return item.get("field").asText();
        }
        if (item.has("var")) {
            return item.get("var").asText();
        }
        if (item.hasNonNull("value")) {
            throw new InexpressibleException(
                    "their item id is " + item.get("value").asText());
        }
        return null;
    }

    private void problem(List<String> path, String what) {
        String text = what + (path.isEmpty() ? "" : " (" + builds.file + ", " + String.join("/", path) + ")");
        if (!problems.contains(text)) {
            problems.add(text);
        }
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
