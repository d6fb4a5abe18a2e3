package org.coursebackup.compare;

import java.util.HashMap;
import java.util.Map;

/** A place in a kind of document; there are few, however many elements each of them has. */
final class ElementPath {
    private final String name;
    private final String text;
    private final ElementPath parent;
    private final boolean ordered;
    private final long mark;
    private final String component;
    private final Map<String, ElementPath> children = new HashMap<>();

    private ElementPath(ElementPath parent, String name, String component) {
        this.parent = parent;
        this.name = name;
        this.text = parent == null || parent.text.isEmpty() ? name : parent.text + "/" + name;
        this.ordered = Rules.ordered(text);
        this.mark = mix((parent == null ? 0 : parent.mark) * 31 + mix(name.hashCode() ^ (long) name.length() << 32));
        String plugin = parent == null ? null : Components.plugin(name, parent.name);
        this.component = plugin == null ? component : plugin;
    }

    /** The place above the root element of a document that belongs to the component. */
    static ElementPath top(String component) {
        return new ElementPath(null, "", component);
    }

    ElementPath child(String child) {
        return children.computeIfAbsent(child, c -> new ElementPath(this, c, component));
    }

    String name() {
        return name;
    }

    ElementPath parent() {
        return parent;
    }

    /** Names from the root on, separated by slashes. */
    String text() {
        return text;
    }

    /** Whether the order of such elements among their siblings matters. */
    boolean ordered() {
        return ordered;
    }

    /** The owner of the element: the document's component, or the plugin that added it. */
    String component() {
        return component;
    }

    /** Makes an element's own hash differ from that of an equal one elsewhere. */
    long at(Hash own) {
        return mix(own.low() ^ mark);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
