package org.coursebackup.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What it takes to tell whether a document equals another: a few bytes per element, whatever it holds.
 *
 * @param equal hash that is the same for documents that count as equal
 * @param written hash that is the same only if the order is the same, too
 * @param items hashes of each element alone with its place, sorted
 * @param elements hashes of each element with everything in it, sorted
 * @param plugins components other than the document's own that have an element in it
 */
record DocumentPrint(Hash equal, Hash written, Longs.Sorted items, Longs.Sorted elements, Set<String> plugins) {

    static DocumentPrint of(InputStream in, String name, ElementPath top) throws IOException {
        Listener listener = new Listener(name, top.component());
        try (in) {
            DocumentWalk.read(in, name, top, listener);
        }
        return listener.print();
    }

    int size() {
        return items.size();
    }

    int inCommon(DocumentPrint other) {
        return items.inCommon(other.items);
    }

    /** Whether an element with everything in it occurs anywhere in the document. */
    boolean has(Hash element) {
        return elements.has(element.low());
    }

    private static final class Open {
        private final ElementHash hash;
        private final int items;
        private final int elements;
        private String childNamedName;

        Open(ElementHash hash, int items, int elements) {
            this.hash = hash;
            this.items = items;
            this.elements = elements;
        }
    }

    private static final class Listener implements DocumentWalk.Listener {
        private final String document;
        private final String component;
        private final Hash.Maker maker = new Hash.Maker();
        private final Deque<Open> open = new ArrayDeque<>();
        private final Longs items = new Longs();
        private final Longs elements = new Longs();
        private final Set<String> plugins = new TreeSet<>();
        private Hash equal;
        private Hash written;

        Listener(String document, String component) {
            this.document = document;
            this.component = component;
        }

        @Override
        public void begin(ElementPath path, SortedMap<String, String> attributes) {
            open.push(new Open(new ElementHash(attributes), items.size(), elements.size()));
        }

        @Override
        public void end(ElementPath path, String text) {
            Open element = open.pop();
            Open parent = open.peek();
            Hash own = element.hash.own(path, text, maker);
            equal = element.hash.equal(own, maker);
            written = element.hash.written(own, maker);
            if (Rules.changes(document, path.text())
                    || Rules.changesByName(document, path.text(), element.childNamedName)) {
                items.cut(element.items);
                elements.cut(element.elements);
                equal = Hash.NOTHING;
                written = Hash.NOTHING;
            } else {
                items.add(path.at(own));
                elements.add(equal.low());
                // the element around a plugin's rows is written for plugins without rows, too
                if (!path.component().equals(component)
                        && path.component().equals(path.parent().component())) {
                    plugins.add(path.component());
                }
            }
            if (parent != null) {
                parent.hash.child(path, equal, written);
                if (path.name().equals("name") && parent.childNamedName == null) {
                    parent.childNamedName = text;
                }
            }
        }

        DocumentPrint print() {
            return new DocumentPrint(equal, written, items.sorted(), elements.sorted(), plugins);
        }
    }
}
