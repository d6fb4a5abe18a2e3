package org.coursebackup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A sorted set of positive ids, small in memory however many there are. */
final class IdSet {
    /** Most ids in one IN list: keeps statements below every server's packet and parser limits. */
    static final int BATCH = 10_000;

    private final Roaring64Bitmap ids = new Roaring64Bitmap();

    static IdSet of(long... ids) {
        IdSet set = new IdSet();
        for (long id : ids) {
            set.add(id);
        }
        return set;
    }

    /** Zero and negative ids are ignored, as in Moodle's annotations. */
    void add(long id) {
        if (id > 0) {
            ids.addLong(id);
        }
    }

    void addAll(IdSet other) {
        ids.or(other.ids);
    }

    boolean contains(long id) {
        return id > 0 && ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    long size() {
        return ids.getLongCardinality();
    }

    LongIterator iterator() {
        return ids.getLongIterator();
    }

    void forEach(LongConsumer action) {
        ids.forEach(action::accept);
    }

    /**
     * Comma-separated lists of at most {@link #BATCH} ids, ascending; the ids are numbers, so nothing needs escaping.
     */
    List<String> inLists() {
        return inLists(BATCH);
    }

    /** The same with fewer ids per list. */
    List<String> inLists(int most) {
        List<String> lists = new ArrayList<>();
        LongIterator all = iterator();
        while (all.hasNext()) {
            StringBuilder list = new StringBuilder().append(all.next());
            for (int n = 1; n < most && all.hasNext(); n++) {
                list.append(',').append(all.next());
            }
            lists.add(list.toString());
        }
        return lists;
    }
}
