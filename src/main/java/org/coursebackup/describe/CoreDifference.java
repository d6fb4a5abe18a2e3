package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import org.coursebackup.archive.definition.ElementDefinition;

/**
 * What the site's code writes in addition to one of the program's own definitions: fields and elements that ours lacks.
 */
final class CoreDifference {
    private final ElementTranslation translation;
    /** Names of fields and attributes, by path of our elements. */
    private final Map<String, Set<String>> ours = new HashMap<>();

    /** Paths of our elements without rows, since a container can be expressed in several ways. */
    private final Set<String> containers = new LinkedHashSet<>();

    private final Map<String, Object> at = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    CoreDifference(ElementTranslation translation) {
        this.translation = translation;
    }

    /** Adds our definition; {@code above} is the path to it as in the result, empty or ending with a slash. */
    void own(ElementDefinition element, String above) {
        String path = above;
        for (String container : element.containers()) {
            path += container;
            containers.add(path);
            path += "/";
        }
        if (!element.name().isEmpty()) {
            path += element.name();
            Set<String> names = ours.computeIfAbsent(path, p -> new LinkedHashSet<>());
            if (element.rows() != null) {
                element.rows().attributes().forEach(field -> names.add(field.name()));
                element.rows().fields().forEach(field -> names.add(field.name()));
            } else {
                containers.add(path);
            }
            path += "/";
        }
        for (ElementDefinition child : element.children()) {
            own(child, path);
        }
    }

    /**
     * Compares an element of the site with ours.
     *
     * @param path names below the document's root, as used by the translation
     * @param name the same element's path in our definition
     */
    void compare(JsonNode element, List<String> path, String name) {
        Set<String> known = ours.get(name);
        if (known != null && !containers.contains(name)) {
            fields(element, name, known);
        }
        for (JsonNode child : element.path("children")) {
            if (child.has("optigroup") || child.has("option")) {
                continue;
            }
            List<String> below = new ArrayList<>(path);
            below.add(child.path("name").asText());
            String childName = name + "/" + child.path("name").asText();
            if (ours.containsKey(childName) || containers.contains(childName)) {
                compare(child, below, childName);
            } else if (ours.containsKey(name)) {
                Map<String, Object> keys = translation.element(below);
                children(name).put(child.path("name").asText(), keys);
                words.add("<" + child.path("name").asText() + "> in " + name);
            }
        }
    }

    private void fields(JsonNode element, String name, Set<String> known) {
        Set<String> filled = new LinkedHashSet<>();
        element.path("source").path("keys").forEach(key -> filled.add(key.asText()));
        element.path("source").path("columns").forEach(column -> filled.add(column.asText()));
        List<String> missing = new ArrayList<>();
        Map<String, String> notes = new LinkedHashMap<>();
        for (JsonNode field : element.path("fields")) {
            String fieldName = field.path("name").asText();
            if (!known.contains(fieldName) && filled.contains(fieldName)) {
                missing.add(fieldName);
                if (field.has("note")) {
                    notes.put(fieldName, field.get("note").asText());
                }
                words.add("<" + fieldName + "> of " + name);
            }
        }
        if (!missing.isEmpty()) {
            Map<String, Object> keys = keys(name);
            keys.put("columns", String.join(" ", missing));
            if (!notes.isEmpty()) {
                keys.put("notes", notes);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> keys(String name) {
        return (Map<String, Object>) at.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> children(String name) {
        return (Map<String, Object>) keys(name).computeIfAbsent("children", n -> new LinkedHashMap<String, Object>());
    }

    /** The value of {@code at}; empty if ours has everything. */
    Map<String, Object> at() {
        return at;
    }

    /** What was added, for people. */
    List<String> words() {
        return words;
    }
}
