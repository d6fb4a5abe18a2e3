package org.coursebackup.archive.definition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All definitions: the program's and those a site added. A site's file wins over the program's for the same document,
 * activity or plugin. A file that can't be read is left out and its problem kept, so that it never costs a course its
 * archive.
 */
public final class Definitions {
    private static final Set<String> DOCUMENT_KEYS = union(
            ElementReader.ELEMENT_KEYS,
            "document",
            "of",
            "root",
            "component",
            "after-inforef",
            "once-in",
            "version",
            "in-part");
    private static final Set<String> ACTIVITY_KEYS = union(
            ElementReader.ELEMENT_KEYS,
            "activity",
            "links",
            "component",
            "uses-questions",
            "keeps-questions",
            "advanced-grading",
            "root",
            "version",
            "in-part");
    private static final Set<String> PLUGIN_KEYS = Set.of("plugin", "at", "question-files", "version", "in-part");
    private static final List<String> TASKS = List.of("activity", "block", "course", "final", "section");
    private static final Set<String> HOOK_KEYS = union(ElementReader.ELEMENT_KEYS, "wrapper");

    private final Map<String, DocumentDefinition> documents = new LinkedHashMap<>();
    private final Map<String, DocumentDefinition> activities = new LinkedHashMap<>();
    private final Map<String, List<PluginHook>> hooks = new LinkedHashMap<>();
    private final Map<String, List<LinkDefinition>> links = new LinkedHashMap<>();
    private final Set<String> questionFiles = new TreeSet<>();
    /** Start of the places of definitions generated from the site's own code. */
    private static final String DESCRIBED = "definitions/generated/";

    /**
     * Where definitions come from, in reading order: later ones win, except that generated ones give way to the
     * program's own.
     */
    private enum Layer {
        OWN,
        DESCRIBED,
        ADDED
    }

    private Layer reading = Layer.OWN;
    private final Map<String, List<String>> inPart = new TreeMap<>();
    private final Map<String, String> placeOf = new HashMap<>();
    private final Set<String> addedFiles = new HashSet<>();
    private final List<String> replacements = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Definitions() {}

    /**
     * Reads files in the order of their names; {@code own} are the program's, {@code added} the site's. Keys are the
     * file names used in messages.
     */
    public static Definitions read(Map<String, String> own, Map<String, String> added) throws IOException {
        return read(own, Map.of(), added);
    }

    /**
     * The same with files generated from the site's own code; the program's own and the site's take precedence over
     * them.
     */
    public static Definitions read(Map<String, String> own, Map<String, String> described, Map<String, String> added)
            throws IOException {
        Definitions definitions = new Definitions();
        definitions.addedFiles.addAll(added.keySet());
        Map<String, Map<String, Yaml>> fragments = new HashMap<>();
        for (Map<String, String> files : List.of(own, described, added)) {
            files.forEach((file, text) -> {
                if (file.endsWith("fragments.yaml")) {
                    definitions.guarded(() -> Yaml.read(file, text)
                            .map()
                            .forEach((name, keys) -> fragments.put(name, keys.map(ElementReader.ELEMENT_KEYS))));
                }
            });
        }
        ElementReader reader = new ElementReader(fragments);
        for (Layer layer : Layer.values()) {
            Map<String, String> files =
                    switch (layer) {
                        case OWN -> own;
                        case DESCRIBED -> described;
                        case ADDED -> added;
                    };
            Set<String> seen = new HashSet<>();
            definitions.reading = layer;
            files.forEach((file, text) -> {
                if (!file.endsWith("fragments.yaml")) {
                    definitions.guarded(() -> {
                        for (Yaml yaml : Yaml.readAll(file, text)) {
                            definitions.add(yaml, reader, seen);
                        }
                    });
                }
            });
        }
        return definitions;
    }

    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (DefinitionException e) {
            problems.add(e.getMessage());
        }
    }

    private void add(Yaml yaml, ElementReader reader, Set<String> seen) {
        Map<String, Yaml> keys = yaml.map();
        if (keys.containsKey("activity")) {
            addActivity(yaml, yaml.map(ACTIVITY_KEYS), reader, seen);
        } else if (keys.containsKey("document")) {
            addDocument(yaml, yaml.map(DOCUMENT_KEYS), reader, seen);
        } else if (keys.containsKey("plugin")) {
            addPlugin(yaml, yaml.map(PLUGIN_KEYS), reader, seen);
        } else if (keys.containsKey("amends")) {
            amend(yaml.map(Set.of("amends", "at", "component", "version", "in-part")), reader);
        } else if (keys.containsKey("links")) {
            links.put("", links(null, yaml.map(Set.of("links")).get("links")));
        } else {
            throw yaml.problem("One of 'activity', 'document', 'plugin' or 'links' must say what this file describes.");
        }
    }

    private void addActivity(Yaml yaml, Map<String, Yaml> keys, ElementReader reader, Set<String> seen) {
        String module = keys.get("activity").text();
        Map<String, Yaml> own = new LinkedHashMap<>(keys);
        own.keySet().retainAll(ElementReader.ELEMENT_KEYS);
        if (!own.containsKey("from") && !own.containsKey("query")) {
            own.putIfAbsent("table", keys.get("activity"));
        }
        own.putIfAbsent("by", Yaml.read(yaml.place(), "id=instance"));
        own.remove("when");
        String component = keys.containsKey("component") ? keys.get("component").text() : "mod_" + module;
        String root = keys.containsKey("root") ? keys.get("root").text() : module;
        ElementDefinition element = reader.element(root, yaml, own, component);
        List<LinkDefinition> rules = keys.containsKey("links") ? links(module, keys.get("links")) : List.of();
        if (!once("activity " + module, yaml, seen)) {
            return;
        }
        activities.put(
                module,
                new DocumentDefinition(
                        yaml.place(),
                        module + ".xml",
                        Set.of("activity"),
                        module,
                        flag(keys, "advanced-grading"),
                        flag(keys, "uses-questions"),
                        flag(keys, "keeps-questions"),
                        false,
                        null,
                        ElementReader.condition(keys, "when"),
                        element));
        links.put(module, rules);
        inPart("mod_" + module, keys);
    }

    private void addDocument(Yaml yaml, Map<String, Yaml> keys, ElementReader reader, Set<String> seen) {
        String name = keys.get("document").text();
        if (!keys.containsKey("of") || !keys.containsKey("root")) {
            throw yaml.problem("'of' (which tasks write the document) and 'root' (its root element) are needed.");
        }
        Set<String> tasks = ElementReader.words(keys, "of");
        tasks.stream().filter(task -> !TASKS.contains(task)).findFirst().ifPresent(task -> {
            throw keys.get("of")
                    .problem("Unknown kind of task '" + task + "'; known: " + String.join(", ", TASKS) + ".");
        });
        Map<String, Yaml> own = new LinkedHashMap<>(keys);
        own.keySet().retainAll(ElementReader.ELEMENT_KEYS);
        own.remove("when");
        String component = keys.containsKey("component") ? keys.get("component").text() : "";
        ElementDefinition root = reader.element(keys.get("root").text(), yaml, own, component);
        boolean afterInforef = keys.containsKey("after-inforef")
                && keys.get("after-inforef").text().equals("true");
        for (String task : tasks) {
            Condition when = ElementReader.condition(keys, "when");
            String key = task + " " + name + owner(when);
            if (!once(key, yaml, seen)) {
                continue;
            }
            documents.put(
                    key,
                    new DocumentDefinition(
                            yaml.place(),
                            name,
                            Set.of(task),
                            null,
                            false,
                            false,
                            false,
                            afterInforef,
                            ElementReader.text(keys, "once-in"),
                            when,
                            root));
        }
        inPart(component, keys);
    }

    /** {@code amends: activity forum}, {@code document activity module.xml} or {@code plugin qtype_essay}. */
    private void amend(Map<String, Yaml> keys, ElementReader reader) {
        String what = keys.get("amends").text().trim();
        String[] words = what.split("\\s+", 2);
        String name = words.length > 1 ? words[1] : "";
        Yaml at = keys.get("at");
        if (at == null) {
            throw keys.get("amends").problem("'at' is missing: the elements to which something is added.");
        }
        String component = keys.containsKey("component")
                ? keys.get("component").text()
                : words[0].equals("activity") ? "mod_" + name : words[0].equals("plugin") ? name : "core";
        Amendment amendment = new Amendment(at, reader, component);
        switch (words[0]) {
            case "activity" -> activities.computeIfPresent(name, (n, own) -> own.with(amendment.apply(own.root(), "")));
            case "document" -> documents.computeIfPresent(name, (n, own) -> own.with(amendment.apply(own.root(), "")));
            case "plugin" ->
                hooks.computeIfPresent(name, (n, own) -> own.stream()
                        .map(hook -> new PluginHook(
                                hook.plugin(), hook.at(), amendment.apply(hook.element(), hook.at() + "/")))
                        .toList());
            default -> throw keys.get("amends").problem("Amended are an activity, a document or a plugin.");
        }
        if (keys.containsKey("in-part")) {
            // several amendments may speak of one component
            List<String> reasons = new ArrayList<>(inPart.getOrDefault(component, List.of()));
            keys.get("in-part").list().stream()
                    .map(Yaml::text)
                    .filter(reason -> !reasons.contains(reason))
                    .forEach(reasons::add);
            inPart.put(component, reasons);
        }
    }

    /** Documents of the same name may belong to different activities or blocks. */
    private static String owner(Condition when) {
        return when.words().stream()
                .filter(word -> !word.negated() && Set.of("module", "blockname").contains(word.name()))
                .map(word -> " " + word.name() + "=" + word.value())
                .collect(Collectors.joining());
    }

    private void inPart(String component, Map<String, Yaml> keys) {
        inPart.remove(component);
        if (keys.containsKey("in-part")) {
            inPart.put(
                    component,
                    keys.get("in-part").list().stream().map(Yaml::text).toList());
        }
    }

    /** What a component's definition leaves out of its content, by component. */
    public Map<String, List<String>> inPart() {
        return inPart;
    }

    private void addPlugin(Yaml yaml, Map<String, Yaml> keys, ElementReader reader, Set<String> seen) {
        String plugin = keys.get("plugin").text();
        if (plugin.indexOf('_') < 1 || !keys.containsKey("at")) {
            throw yaml.problem("A plugin is named type_name and needs 'at' (the elements it hooks into).");
        }
        List<PluginHook> mine = new ArrayList<>();
        keys.get("at").map().forEach((at, value) -> {
            Map<String, Yaml> own = new LinkedHashMap<>(value.map(HOOK_KEYS));
            Yaml wrapper = own.remove("wrapper");
            mine.add(new PluginHook(
                    plugin, at, reader.element(wrapper == null ? "" : wrapper.text(), value, own, plugin)));
        });
        if (!once("plugin " + plugin, yaml, seen)) {
            return;
        }
        questionFiles.remove(plugin);
        if (flag(keys, "question-files")) {
            questionFiles.add(plugin);
        }
        hooks.put(plugin, mine);
        inPart(plugin, keys);
    }

    /** @return false if the definition stays out, since the program's own take precedence over generated ones */
    private boolean once(String what, Yaml yaml, Set<String> seen) {
        if (reading == Layer.DESCRIBED && placeOf.containsKey(what) && !seen.contains(what)) {
            return false;
        }
        if (!seen.add(what)) {
            throw yaml.problem(
                    "A second definition of " + what + "; the first is " + placeOf.get(what) + ". Remove one.");
        }
        String before = placeOf.put(what, yaml.place());
        if (before != null && !before.startsWith(DESCRIBED)) {
            replacements.add(yaml.place() + ": replaces the program's own definition of " + what
                    + ". Remove the file when a new version of" + " the program works as well.");
        }
        return true;
    }

    private static List<LinkDefinition> links(String module, Yaml yaml) {
        List<LinkDefinition> rules = new ArrayList<>();
        if (yaml.isText()) {
            yaml.words().forEach(word -> rules.add(common(module, word, yaml)));
            return rules;
        }
        for (Yaml item : yaml.list()) {
            if (item.isText()) {
                rules.add(common(module, item.text(), item));
            } else if (item.map().containsKey("link")) {
                Map<String, Yaml> keys = item.map(Set.of("link", "as", "since", "until", "encoded", "strict", "when"));
                if (!keys.containsKey("as")) {
                    throw item.problem("'as' is missing: the placeholder that the link becomes.");
                }
                String since = keys.containsKey("since")
                        ? " since:" + keys.get("since").text()
                        : "";
                String until = keys.containsKey("until")
                        ? " until:" + keys.get("until").text()
                        : "";
                String when = keys.containsKey("when") ? keys.get("when").text() : "";
                rules.add(new LinkDefinition(
                        module,
                        keys.get("link").text(),
                        keys.get("as").text(),
                        flag(keys, "encoded"),
                        flag(keys, "strict"),
                        Condition.parse(when + since + until)));
            } else {
                item.map().forEach((url, placeholder) -> rules.add(link(module, url, placeholder.text())));
            }
        }
        return rules;
    }

    /** The links that nearly every activity has. */
    private static LinkDefinition common(String module, String word, Yaml yaml) {
        return switch (word) {
            case "index" -> link(module, "index.php?id=N", module.toUpperCase(Locale.ROOT) + "INDEX");
            case "view" -> link(module, "view.php?id=N", module.toUpperCase(Locale.ROOT) + "VIEWBYID");
            default ->
                throw yaml.problem("A link is 'index', 'view' or a pair of URL and placeholder, not '" + word + "'.");
        };
    }

    private static LinkDefinition link(String module, String url, String placeholder) {
        return new LinkDefinition(module, url, placeholder, false, false, Condition.ALWAYS);
    }

    private static boolean flag(Map<String, Yaml> keys, String key) {
        return keys.containsKey(key) && keys.get(key).text().equals("true");
    }

    /** The documents that a kind of task writes, in the order of their file names. */
    public List<DocumentDefinition> documentsOf(String task) {
        return documents.values().stream().filter(d -> d.tasks().contains(task)).toList();
    }

    /** A kind of task's document of that name, or null. */
    public DocumentDefinition document(String task, String name) {
        return documents.get(task + " " + name);
    }

    /** The activity's own document, or null if there is no definition of the activity. */
    public DocumentDefinition activity(String module) {
        return activities.get(module);
    }

    public Set<String> activities() {
        return activities.keySet();
    }

    /** What plugins add to the elements of other definitions, by plugin. */
    public Map<String, List<PluginHook>> hooks() {
        return hooks;
    }

    /**
     * Question types with file areas of their own; all their files in a question bank's context belong to that bank.
     */
    public Set<String> questionFileComponents() {
        return questionFiles;
    }

    /** Link rules by module name; the course's own under the empty string. */
    public Map<String, List<LinkDefinition>> links() {
        return links;
    }

    /** Whether a place, or a message that starts with one, refers to one of the site's files. */
    public boolean added(String place) {
        return place != null && addedFiles.stream().anyMatch(file -> place.startsWith(file + ":"));
    }

    /**
     * File and line of an activity's or another plugin's definition, or null; {@code mod_choice} means the activity
     * choice.
     */
    public String placeOf(String plugin) {
        return placeOf.get(
                plugin.startsWith("mod_") ? "activity " + plugin.substring("mod_".length()) : "plugin " + plugin);
    }

    /** Whether there is any definition of an activity or another plugin. */
    public boolean placed(String plugin) {
        return placeOf(plugin) != null;
    }

    /** Whether the definition of an activity or another plugin is one that 'describe' wrote. */
    public boolean generated(String plugin) {
        return placed(plugin) && placeOf(plugin).startsWith(DESCRIBED);
    }

    /** Which of the program's own definitions the site replaced. */
    public List<String> replacements() {
        return replacements;
    }

    /** Which files were left out, and why. */
    public List<String> problems() {
        return problems;
    }

    private static Set<String> union(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
