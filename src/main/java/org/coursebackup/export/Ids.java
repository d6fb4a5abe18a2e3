package org.coursebackup.export;

import java.util.Iterator;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A set of Moodle's ids: a few bytes each at most. */
final class Ids {
    private final Roaring64Bitmap ids = new Roaring64Bitmap();

    void add(long id) {
        if (id > 0) {
            ids.addLong(id);
        }
    }

    /** @param id what is no id is left out */
    void add(String id) {
        add(number(id));
    }

    void addAll(Ids others) {
        ids.or(others.ids);
    }

    void remove(long id) {
        ids.removeLong(id);
    }

    boolean contains(long id) {
        return ids.contains(id);
    }

    boolean contains(String id) {
        return contains(number(id));
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** In ascending order. */
    Iterator<Long> iterator() {
        return ids.iterator();
    }

    Ids copy() {
        Ids copy = new Ids();
        copy.addAll(this);
        return copy;
    }

    /** 0 for what is no id. */
    static long number(String id) {
        if (id == null || id.isEmpty() || id.length() > 18) {
            return 0;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return 0;
            }
        }
        return Long.parseLong(id);
    }
}
