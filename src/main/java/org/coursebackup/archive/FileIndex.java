package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.coursebackup.archive.site.Snapshot;

/**
 * Which rows of Moodle's {@code files} table lie in which file area, for the contexts of one course: two numbers per
 * file. Directory rows count as files here, as in Moodle's archives.
 */
final class FileIndex {
    private static final class Area {
        private long[] items = new long[4];
        private long[] ids = new long[4];
        private int size;

        void add(long item, long id) {
            if (size == ids.length) {
                items = Arrays.copyOf(items, size * 2);
                ids = Arrays.copyOf(ids, size * 2);
            }
            items[size] = item;
            ids[size++] = id;
        }
    }

    private final Map<Long, Map<String, Area>> areas = new HashMap<>();

    /** Reads the index of some contexts; {@code restriction} is a further SQL condition on alias f, or empty. */
    void read(Snapshot snapshot, IdSet contexts, String restriction) throws SQLException, IOException {
        for (String list : contexts.inLists()) {
            snapshot.query(
                    "select f.contextid, f.component, f.filearea, f.itemid, f.id from {files} f where f.contextid in ("
                            + list + ")" + restriction
                            + " order by f.contextid, f.component, f.filearea, f.itemid, f.id",
                    row -> areas.computeIfAbsent(row.getLong(1), c -> new HashMap<>())
                            .computeIfAbsent(row.getString(2) + "/" + row.getString(3), a -> new Area())
                            .add(row.getLong(4), row.getLong(5)));
        }
    }

    /** Notes every file of an area; area {@code *} stands for all of the component. */
    void noteArea(Task notes, long context, String component, String area) {
        areas.getOrDefault(context, Map.of()).forEach((name, files) -> {
            if (area.equals("*") ? name.startsWith(component + "/") : name.equals(component + "/" + area)) {
                for (int i = 0; i < files.size; i++) {
                    notes.note("file", files.ids[i]);
                }
            }
        });
    }

    /** Notes the files of one item of an area. */
    void noteItem(Task notes, long context, String component, String area, long item) {
        Area files = areas.getOrDefault(context, Map.of()).get(component + "/" + area);
        if (files == null) {
            return;
        }
        int at = Arrays.binarySearch(files.items, 0, files.size, item);
        if (at < 0) {
            return;
        }
        while (at > 0 && files.items[at - 1] == item) {
            at--;
        }
        for (; at < files.size && files.items[at] == item; at++) {
            notes.note("file", files.ids[at]);
        }
    }
}
