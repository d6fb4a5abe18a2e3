package org.coursebackup.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** An element of a document that differs from another; of an element with an equal there, only what identifies it. */
final class Node {
    /** Children that identify a row where no attribute does. */
    private static final List<String> NAMING = List.of(
            "name",
            "settingname",
            "itemname",
            "userid",
            "itemid",
            "contenthash",
            "filename",
            "roleid",
            "groupid",
            "fieldid",
            "questionid",
            "contextid",
            "component",
            "plugin",
            "shortname",
            "username",
            "activity");

    private static final Set<String> KEYS = Set.of("id", "moduleid");

    private final ElementPath path;
    private final SortedMap<String, String> attributes;
    private List<Node> children = new ArrayList<>(4);
    private String text = "";
    private Hash hash;
    private boolean changes;
    private boolean whole = true;
    private String label;
    private String component;

    Node(ElementPath path, SortedMap<String, String> attributes) {
        this.path = path;
        this.attributes = attributes;
    }

    void add(Node child) {
        children.add(child);
    }

    /** @param asWhole false to keep only what identifies the element */
    void close(Hash with, String itsText, boolean itChanges, boolean asWhole) {
        hash = with;
        changes = itChanges;
        label = named();
        component = owner();
        whole = asWhole;
        if (asWhole) {
            text = itsText;
        } else {
            children = List.of();
        }
    }

    ElementPath path() {
        return path;
    }

    SortedMap<String, String> attributes() {
        return attributes;
    }

    List<Node> children() {
        return children;
    }

    String text() {
        return text;
    }

    Hash hash() {
        return hash;
    }

    /** Whether it may differ between any two backups. */
    boolean changes() {
        return changes;
    }

    /** Whether its text and children are known. */
    boolean whole() {
        return whole;
    }

    /** {@code post[12]} or {@code setting[name users]}: the element as a reader finds it. */
    String label() {
        return label;
    }

    /** The component that owns the element. */
    String component() {
        return component;
    }

    /** The text of the first child of that name, or null. */
    String child(String name) {
        for (Node child : children) {
            if (child.path.name().equals(name) && !child.changes) {
                return child.text;
            }
        }
        return null;
    }

    private String named() {
        for (String key : attributes.keySet()) {
            if (KEYS.contains(key)) {
                return path.name() + "[" + attributes.get(key) + "]";
            }
        }
        for (String name : NAMING) {
            String value = children.isEmpty() ? null : child(name);
            if (value != null && !value.isEmpty()) {
                return path.name() + "[" + name + " " + Excerpt.of(value, 60) + "]";
            }
        }
        return path.name();
    }

    /** Rows of some common documents say which component owns them. */
    private String owner() {
        String module = null;
        if (path.text().equals("files/file")) {
            String of = child("component");
            return of == null ? path.component() : Components.ofFile(of);
        } else if (path.text().equals("moodle_backup/information/contents/activities/activity")) {
            module = child("modulename");
        } else if (path.text().equals("moodle_backup/information/settings/setting")) {
            String activity = child("activity");
            module = activity == null ? null : activity.replaceFirst("_\\d+$", "");
        }
        return module == null || module.isEmpty() ? path.component() : "mod_" + module;
    }
}
