package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.DocumentDefinition;
import org.coursebackup.archive.definition.ElementDefinition;

/** Makes a definition for each component that a site's code described, unless the program has one of its own. */
final class DefinitionMaker {
    /** Documents that the program makes itself from what the others note. */
    private static final Set<String> MADE_HERE = Set.of("inforef.xml", "files.xml", "moodle_backup.xml");

    private final SiteStructures site;
    private final Definitions own;
    private final Predicate<String> knownWord;
    private final Map<String, ComponentDefinition> made = new TreeMap<>();

    /** What a plugin adds to elements in others' documents. */
    private static final class Hooks {
        final Map<String, Object> at = new LinkedHashMap<>();
        final Set<String> problems = new LinkedHashSet<>();
        int elements;
    }

    private final Map<String, Hooks> hooks = new TreeMap<>();

    /**
     * @param own the program's definitions without those of the site
     * @param knownWord whether a word may be a condition
     */
    DefinitionMaker(SiteStructures site, Definitions own, Predicate<String> knownWord) {
        this.site = site;
        this.own = own;
        this.knownWord = knownWord;
    }

    /** Every installed component, by name. */
    List<ComponentDefinition> make() {
        site.components().forEach((component, said) -> {
            JsonNode builds = said.path("builds");
            for (String of : List.of("course", "section", "activity", "block", "final")) {
                for (Builds document : Builds.of(builds, of)) {
                    if (!MADE_HERE.contains(document.file)) {
                        findHooks(document);
                    }
                }
            }
        });
        for (Iterator<String> names = site.installed().fieldNames(); names.hasNext(); ) {
            String component = names.next();
            made.put(component, make(component));
        }
        made.put("core", core());
        for (String component : site.unfinished()) {
            made.put(component, impossible(component, "PHP ended while its code was asked; its error log says why"));
        }
        return List.copyOf(made.values());
    }

    private ComponentDefinition make(String component) {
        JsonNode said = site.of(component);
        if (said.has("impossible")) {
            return own.activity(component.replaceFirst("^mod_", "")) != null && component.startsWith("mod_")
                    ? ours(component)
                    : impossible(component, said.get("impossible").asText());
        }
        if (component.startsWith("mod_") && said.has("builds")) {
            String module = component.substring("mod_".length());
            return own.activity(module) != null
                    ? ownActivity(component, module, said)
                    : activity(component, module, said);
        }
        if (component.startsWith("block_") && said.path("builds").size() > 0) {
            return block(component, component.substring("block_".length()), said);
        }
        if (own.hooks().containsKey(component)) {
            return ours(component);
        }
        if (hooks.containsKey(component)) {
            return plugin(component, hooks.get(component));
        }
        Set<String> failed = new LinkedHashSet<>();
        site.components().values().forEach(other -> failed.addAll(failedParts(component, other)));
        if (!failed.isEmpty()) {
            return impossible(component, String.join("; ", failed));
        }
        return new ComponentDefinition(
                component, site.versionOf(component), 0, ComponentDefinition.Verdict.NOTHING, List.of(), null);
    }

    /** Moodle's own documents, with what the site's code has in addition to ours. */
    private ComponentDefinition core() {
        List<Map<String, Object>> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        JsonNode builds = site.of("core").path("builds");
        for (String of : List.of("course", "section", "activity", "block", "final")) {
            for (Builds document : Builds.of(builds, of)) {
                if (own.document(of, document.file) != null) {
                    JsonNode root = document.first().root();
                    difference(
                            document,
                            "core",
                            "document " + of + " " + document.file,
                            own.document(of, document.file).root(),
                            root,
                            List.of(),
                            parts,
                            words);
                }
            }
        }
        return amended("core", parts, words);
    }

    private ComponentDefinition ownActivity(String component, String module, JsonNode said) {
        List<Map<String, Object>> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Builds document : Builds.of(said.path("builds"), "activity")) {
            JsonNode root = document.first().root();
            if (document.file.equals(module + ".xml") && root.path("children").size() == 1) {
                JsonNode element = root.path("children").get(0);
                difference(
                        document,
                        component,
                        "activity " + module,
                        own.activity(module).root(),
                        element,
                        List.of(element.path("name").asText()),
                        parts,
                        words);
            }
        }
        return amended(component, parts, words);
    }

    private void difference(
            Builds document,
            String component,
            String what,
            ElementDefinition ours,
            JsonNode element,
            List<String> path,
            List<Map<String, Object>> parts,
            List<String> words) {
        ElementTranslation translation = new ElementTranslation(document, component, knownWord);
        CoreDifference difference = new CoreDifference(translation);
        difference.own(ours, "");
        difference.compare(element, path, element.path("name").asText());
        if (!difference.at().isEmpty()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("amends", what);
            if (!translation.problems().isEmpty()) {
                part.put("in-part", translation.problems());
            }
            part.put("at", difference.at());
            parts.add(part);
            words.addAll(difference.words());
            words.addAll(translation.problems());
        }
    }

    private ComponentDefinition amended(String component, List<Map<String, Object>> parts, List<String> words) {
        String version = component.equals("core") ? site.version() : site.versionOf(component);
        if (parts.isEmpty()) {
            return new ComponentDefinition(component, version, 0, ComponentDefinition.Verdict.OURS, List.of(), null);
        }
        boolean whole = parts.stream().noneMatch(part -> part.containsKey("in-part"));
        return new ComponentDefinition(
                component,
                version,
                words.size(),
                whole ? ComponentDefinition.Verdict.AMENDED : ComponentDefinition.Verdict.IN_PART,
                words,
                DefinitionText.of(
                        List.of(
                                "What " + component + " " + version
                                        + " writes beyond the program's own definition, Moodle " + site.release() + ".",
                                "Made by the command 'describe', which makes it anew."),
                        parts));
    }

    private ComponentDefinition ours(String component) {
        return new ComponentDefinition(
                component, site.versionOf(component), 0, ComponentDefinition.Verdict.OURS, List.of(), null);
    }

    private ComponentDefinition impossible(String component, String why) {
        return new ComponentDefinition(
                component, site.versionOf(component), 0, ComponentDefinition.Verdict.NOT_POSSIBLE, List.of(why), null);
    }

    private ComponentDefinition activity(String component, String module, JsonNode said) {
        List<String> problems = new ArrayList<>();
        List<Map<String, Object>> parts = new ArrayList<>();
        int elements = 0;
        boolean main = false;
        for (Builds document : Builds.of(said.path("builds"), "activity")) {
            ElementTranslation translation = new ElementTranslation(document, component, knownWord);
            JsonNode root = document.first().root();
            if (!main
                    && root.path("name").asText().equals("activity")
                    && root.path("children").size() == 1
                    && document.file.equals(module + ".xml")) {
                main = true;
                parts.add(0, mainDocument(module, said, translation, root));
            } else {
                parts.add(furtherDocument("activity", "module=" + module, component, document, translation));
            }
            elements += translation.elements();
            problems.addAll(translation.problems());
            problems.addAll(notAlways(document));
        }
        problems.addAll(failures(component, said));
        if (!main) {
            return impossible(
                    component,
                    problems.isEmpty() ? "it writes no document " + module + ".xml" : String.join("; ", problems));
        }
        return definition(component, elements, problems, parts);
    }

    private Map<String, Object> mainDocument(
            String module, JsonNode said, ElementTranslation translation, JsonNode root) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("activity", module);
        if (said.path("features").path("grading").asBoolean()) {
            part.put("advanced-grading", true);
        }
        if (said.path("features").path("questions").asBoolean()) {
            part.put("uses-questions", true);
            if (!said.path("features").path("clears").asBoolean(true)) {
                part.put("keeps-questions", true);
            }
        }
        List<Object> links = links(said.path("links"), module);
        if (!links.isEmpty()) {
            part.put("links", links);
        }
        String name = root.path("children").get(0).path("name").asText();
        if (!name.equals(module)) {
            part.put("root", name);
        }
        Map<String, Object> keys = translation.element(List.of(name));
        keys.remove("when");
        if (module.equals(keys.get("table"))) {
            keys.remove("table");
        }
        if ("id=instance".equals(keys.get("by")) && !keys.containsKey("query")) {
            keys.remove("by");
        }
        part.putAll(keys);
        return part;
    }

    private Map<String, Object> furtherDocument(
            String of, String when, String component, Builds document, ElementTranslation translation) {
        Map<String, Object> part = new LinkedHashMap<>();
        String file = document.file;
        part.put("document", file.substring(file.lastIndexOf('/') + 1));
        part.put("of", of);
        if (file.startsWith("../")) {
            part.put("once-in", "activities");
        } else if (document.once) {
            part.put("once-in", DocumentDefinition.FIRST);
        }
        List<String> words = new ArrayList<>(List.of(when));
        document.cases.forEach((word, build) -> {
            if (build.root().isMissingNode()) {
                String unless = Builds.unless(word);
                if (knownWord.test(unless.replaceFirst("^!", ""))) {
                    words.add(unless);
                }
            }
        });
        part.put("when", String.join(" ", words));
        part.put("component", component);
        JsonNode root = document.first().root();
        part.put("root", root.path("name").asText());
        boolean wrapper = root.path("source").has("ids");
        if (wrapper) {
            boolean block = of.equals("block");
            part.put("from", block ? SourceTranslation.BLOCK : SourceTranslation.MODULE);
            part.put("by", block ? "t.id=block" : "t.id=cm");
            part.put(
                    "attributes",
                    block ? "id blockname contextid=x.id" : "id=instance moduleid=id modulename=m.name contextid=x.id");
            Map<String, Object> keys = translation.wrapper();
            part.putAll(keys);
        } else {
            Map<String, Object> keys = translation.element(List.of());
            keys.remove("when");
            part.putAll(keys);
        }
        return part;
    }

    private ComponentDefinition block(String component, String block, JsonNode said) {
        List<Builds> documents = Builds.of(said.path("builds"), "block");
        List<String> problems = new ArrayList<>(failures(component, said));
        if (said.path("links").path("rules").size() > 0) {
            problems.add("links: addresses of the block's own stay as they are in texts");
        }
        boolean known = own.document("block", "block.xml").root().rows().files().stream()
                        .anyMatch(area -> area.component().equals(component))
                || documents.stream().anyMatch(document -> own.documentsOf("block").stream()
                        .anyMatch(ours -> ours.name().equals(document.file)));
        if (known) {
            return ours(component);
        }
        Map<String, Object> beside = besideTheRow(component, block, said);
        if (documents.isEmpty() && beside.isEmpty()) {
            return problems.isEmpty()
                    ? new ComponentDefinition(
                            component,
                            site.versionOf(component),
                            0,
                            ComponentDefinition.Verdict.NOTHING,
                            List.of(),
                            null)
                    : impossible(component, String.join("; ", problems));
        }
        List<Map<String, Object>> parts = new ArrayList<>();
        int elements = 0;
        for (Builds document : documents) {
            ElementTranslation translation = new ElementTranslation(document, component, knownWord);
            problems.addAll(notAlways(document));
            parts.add(furtherDocument("block", "blockname=" + block, component, document, translation));
            elements += translation.elements();
            problems.addAll(translation.problems());
        }
        if (!beside.isEmpty()) {
            parts.add(beside);
        }
        return definition(component, elements, problems, parts);
    }

    /** What Moodle's own document of the block takes for it: files of areas, and texts in its configuration. */
    private static Map<String, Object> besideTheRow(String component, String block, JsonNode said) {
        Map<String, Object> added = new LinkedHashMap<>();
        List<String> areas = new ArrayList<>();
        said.path("fileareas").forEach(area -> areas.add(component + "/" + area.asText()));
        if (!areas.isEmpty()) {
            added.put("files", String.join(" ", areas));
        }
        List<String> texts = new ArrayList<>();
        said.path("encoded").forEach(text -> texts.add(text.asText()));
        if (!texts.isEmpty()) {
            added.put(
                    "coding",
                    Map.of("configdata", "links-in-config:" + String.join(",", texts) + "?blockname=" + block));
        }
        Map<String, Object> part = new LinkedHashMap<>();
        if (!added.isEmpty()) {
            part.put("amends", "document block block.xml");
            part.put("component", component);
            part.put("at", Map.of("block", added));
        }
        return part;
    }

    private ComponentDefinition plugin(String component, Hooks found) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("plugin", component);
        if (site.of("end").path("questionfiles").has(component)) {
            part.put("question-files", true);
        }
        part.put("at", found.at);
        Set<String> problems = new LinkedHashSet<>(found.problems);
        site.components().values().forEach(said -> {
            problems.addAll(changes(component, said));
            problems.addAll(failedParts(component, said));
        });
        return definition(component, found.elements, List.copyOf(problems), List.of(part));
    }

    private ComponentDefinition definition(
            String component, int elements, List<String> problems, List<Map<String, Object>> parts) {
        String version = site.versionOf(component);
        Map<String, Object> first = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Object>> entries = parts.get(0).entrySet().iterator();
        Map.Entry<String, Object> kind = entries.next();
        first.put(kind.getKey(), kind.getValue());
        if (!version.isEmpty()) {
            first.put("version", version);
        }
        if (!problems.isEmpty()) {
            first.put("in-part", problems);
        }
        entries.forEachRemaining(entry -> first.put(entry.getKey(), entry.getValue()));
        List<Map<String, Object>> all = new ArrayList<>(parts);
        all.set(0, first);
        String text = DefinitionText.of(
                List.of(
                        component + (version.isEmpty() ? "" : " " + version) + " as its own code describes it, Moodle "
                                + site.release() + ".",
                        "Made by the command 'describe', which makes it anew; to change it, copy it one folder up."),
                all);
        return new ComponentDefinition(
                component,
                version,
                elements,
                problems.isEmpty() ? ComponentDefinition.Verdict.DESCRIBED : ComponentDefinition.Verdict.IN_PART,
                problems,
                text);
    }

    private static List<String> notAlways(Builds document) {
        return document.instances.stream().allMatch(Builds.Build::ran)
                ? List.of()
                : List.of(document.file + " is not written for every instance, by a rule in PHP");
    }

    /** What a component's code does beside saying what its documents hold, which no definition does for it. */
    private static List<String> deeds(String component, JsonNode said) {
        Set<String> deeds = new LinkedHashSet<>(changes(component, said));
        for (JsonNode build : said.path("builds")) {
            build.path("steps")
                    .forEach(step -> deeds.add("code of its own runs while Moodle makes a backup (" + step.asText()
                            + "); what it does cannot be told"));
        }
        said.path("unseensteps")
                .forEach(step -> deeds.add(
                        "what the step " + step.asText() + " does is done in some backups only, by a rule in PHP"));
        return List.copyOf(deeds);
    }

    /** Rows that a component's code wanted to change while documents were built, its own or those of others. */
    private static Set<String> changes(String component, JsonNode said) {
        Set<String> changes = new LinkedHashSet<>();
        for (JsonNode build : said.path("builds")) {
            for (JsonNode document : build.path("documents")) {
                for (JsonNode change : document.path("changes")) {
                    if (change.path("component").asText().equals(component)) {
                        changes.add("its code changes rows of the site before Moodle makes a backup ("
                                + change.path("what").asText() + "), and an archive made here holds them as they are");
                    }
                }
            }
        }
        return changes;
    }

    /** Documents of others that could not be built because of a plugin's code. */
    private static Set<String> failedParts(String component, JsonNode said) {
        Set<String> failed = new LinkedHashSet<>();
        for (JsonNode build : said.path("builds")) {
            for (JsonNode document : build.path("documents")) {
                if (document.path("failedin").asText().equals(component)) {
                    failed.add("its code failed while " + document.path("file").asText() + " was built: "
                            + document.get("failed").asText());
                }
            }
        }
        return failed;
    }

    private static List<String> failures(String component, JsonNode said) {
        List<String> failures = new ArrayList<>(deeds(component, said));
        said.path("problems").forEach(problem -> failures.add("its code failed for " + problem.asText()));
        for (JsonNode build : said.path("builds")) {
            for (JsonNode document : build.path("documents")) {
                if (document.has("failed")) {
                    String text = document.path("file").asText() + " could not be built: "
                            + document.get("failed").asText();
                    // a made-up instance lacks what the code may look for
                    if (build.path("task").path("course").asLong() < 910_000_000 && !failures.contains(text)) {
                        failures.add(text);
                    }
                }
            }
        }
        said.path("links").path("rules").forEach(rule -> {
            String url = rule.path("url").asText();
            List<String> numbers = new ArrayList<>();
            rule.path("numbers").forEach(number -> numbers.add(number.asText()));
            List<String> wanted = new ArrayList<>();
            for (int i = 1; url.contains("$" + i); i++) {
                wanted.add("$" + i);
            }
            if (!numbers.equals(wanted) || wanted.isEmpty() || wanted.size() > 3) {
                failures.add("links: " + url + " becomes a placeholder with other numbers than those in it");
            }
        });
        said.path("links").path("problems").forEach(problem -> failures.add("links: " + problem.asText()));
        return failures;
    }

    private static List<Object> links(JsonNode links, String module) {
        List<JsonNode> rules = new ArrayList<>();
        links.path("rules").forEach(rules::add);
        // longer ones first, so that a shorter one does not match the beginning of their addresses
        rules.sort((one, other) ->
                other.path("url").asText().length() - one.path("url").asText().length());
        List<Object> said = new ArrayList<>();
        for (JsonNode rule : rules) {
            String url = rule.path("url").asText();
            String prefix = "/mod/" + module + "/";
            String shown = url.startsWith(prefix) ? url.substring(prefix.length()) : "../.." + url;
            String text = shown.replace("$1", "N").replace("$2", "M").replace("$3", "L");
            if (rule.path("encoded").asBoolean()
                    || url.contains("&") && !rule.path("amp").asBoolean()) {
                Map<String, Object> full = new LinkedHashMap<>();
                full.put("link", text);
                full.put("as", rule.path("as").asText());
                if (rule.path("encoded").asBoolean()) {
                    full.put("encoded", true);
                } else {
                    full.put("strict", true);
                }
                said.add(full);
            } else {
                said.add(new LinkedHashMap<>(Map.of(text, rule.path("as").asText())));
            }
        }
        return said;
    }

    private void findHooks(Builds document) {
        findHooks(document, document.first().root(), new ArrayList<>());
    }

    private void findHooks(Builds document, JsonNode element, List<String> path) {
        for (JsonNode child : element.path("children")) {
            path.add(child.path("name").asText());
            if (child.has("optigroup")) {
                String host = element.path("name").asText();
                String type = ElementTranslation.type(child.path("name").asText(), host);
                for (JsonNode option : child.path("children")) {
                    path.add(option.path("name").asText());
                    String plugin = option.path("name")
                            .asText()
                            .replaceFirst("^optigroup_" + type + "_", "")
                            .replaceFirst("_" + host + "$", "");
                    hook(document, type + "_" + plugin, host, option, path);
                    path.remove(path.size() - 1);
                }
            }
            findHooks(document, child, path);
            path.remove(path.size() - 1);
        }
    }

    private void hook(Builds document, String component, String host, JsonNode option, List<String> path) {
        if (own.hooks().containsKey(component)) {
            return;
        }
        Hooks found = hooks.computeIfAbsent(component, c -> new Hooks());
        ElementTranslation translation = new ElementTranslation(document, component, knownWord);
        Map<String, Object> keys = new LinkedHashMap<>();
        JsonNode when = option.path("when");
        if (!when.isMissingNode()) {
            String condition = condition(document, path, when);
            if (condition == null) {
                found.problems.add("what it adds to <" + host + "> depends on a value that PHP computes");
            } else if (!condition.isEmpty()) {
                keys.put("when", condition);
            }
        }
        if (option.path("fields").size() > 0) {
            found.problems.add("it adds fields to <" + host + "> itself");
        }
        Map<String, Object> children = translation.children(path);
        if (children.isEmpty()) {
            return;
        }
        if (children.size() == 1) {
            Map.Entry<String, Object> only = children.entrySet().iterator().next();
            if (only.getValue() instanceof Map<?, ?> wrapper
                    && wrapper.keySet().equals(Set.of("children"))
                    && !only.getKey().contains("/")) {
                keys.put("wrapper", only.getKey());
                keys.put("children", wrapper.get("children"));
            }
        }
        if (!keys.containsKey("children")) {
            keys.put("children", children);
        }
        Object before = found.at.get(host);
        if (before == null) {
            found.at.put(host, keys);
            found.elements += translation.elements();
        } else if (!before.equals(keys)) {
            found.problems.add("it adds different things to <" + host + "> in different documents");
        }
        found.problems.addAll(translation.problems());
    }

    /** Such as {@code qtype=formulas}; null if it can't be expressed. */
    private static String condition(Builds document, List<String> path, JsonNode when) {
        String equals = when.path("equals").asText();
        JsonNode param = when.path("param");
        if (param.has("field")) {
            return param.get("field").asText() + "=" + equals;
        }
        if (param.has("var")) {
            return param.get("var").asText() + "=" + equals;
        }
        List<JsonNode> params = new ArrayList<>();
        List<JsonNode> tasks = new ArrayList<>();
        for (Builds.Build instance : document.instances) {
            JsonNode other = Builds.at(instance.root(), path);
            if (other.path("when").path("param").has("value")) {
                params.add(other.path("when").path("param"));
                tasks.add(instance.task());
            }
        }
        try {
            String value = new SourceTranslation(List.of()).value(params, tasks, "");
            if (value.startsWith("=")) {
                return value.replaceAll("^='?|'$", "").equals(equals) ? "" : null;
            }
            return value + "=" + equals;
        } catch (InexpressibleException computed) {
            return null;
        }
    }
}
