package org.coursebackup.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The hash of an element, gathered while its children are read. */
final class ElementHash {
    private final SortedMap<String, String> attributes;
    private final List<Hash> anyOrder = new ArrayList<>(4);
    private final List<Hash> fixedOrder = new ArrayList<>(0);
    private final List<Hash> asWritten = new ArrayList<>(4);
    private final List<ElementPath> kinds = new ArrayList<>(4);

    ElementHash(SortedMap<String, String> attributes) {
        this.attributes = attributes;
    }

    /** @param written the child's hash including the order of everything in it */
    void child(ElementPath path, Hash equal, Hash written) {
        (path.ordered() && !equal.equals(Hash.NOTHING) ? fixedOrder : anyOrder).add(equal);
        asWritten.add(written);
        if (!equal.equals(Hash.NOTHING) && !kinds.contains(path)) {
            kinds.add(path);
        }
    }

    /** The hash of the element without its children. */
    Hash own(ElementPath path, String text, Hash.Maker maker) {
        maker.text(path.name()).count(attributes.size());
        attributes.forEach((name, value) -> maker.text(name).text(value));
        return maker.text(text).done();
    }

    /**
     * The hash that is the same for elements that count as equal. The order of elements of different names counts: a
     * restore may need what one of them brings when it comes to another.
     */
    Hash equal(Hash own, Hash.Maker maker) {
        if (asWritten.isEmpty()) {
            return own;
        }
        anyOrder.sort(null);
        maker.hash(own).count(anyOrder.size());
        anyOrder.forEach(maker::hash);
        fixedOrder.forEach(maker::hash);
        if (kinds.size() > 1) {
            kinds.forEach(kind -> maker.text(kind.name()));
        }
        return maker.done();
    }

    /** The hash that is the same only for elements written in the same order, too. */
    Hash written(Hash own, Hash.Maker maker) {
        if (asWritten.isEmpty()) {
            return own;
        }
        maker.hash(own);
        asWritten.forEach(maker::hash);
        return maker.done();
    }
}
