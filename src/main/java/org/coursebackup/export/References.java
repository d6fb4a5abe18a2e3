package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the documents of an {@code inforef.xml}'s owner refer to, by the names of the items in Moodle's order. */
final class References {
    /** The items that Moodle lists, in its order (backup_helper::get_inforef_itemnames). */
    private static final List<String> ITEMS =
            List.of("user", "grouping", "group", "role", "file", "scale", "outcome", "grade_item", "question_category");

    private final Map<String, Ids> ids = new LinkedHashMap<>();

    References() {
        ITEMS.forEach(item -> ids.put(item, new Ids()));
    }

    static References read(InputStream inforef) throws IOException {
        References references = new References();
        DocumentFilter.read(inforef, new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                String[] steps = path.split("/");
                if (steps.length == 4 && steps[3].equals("id")) {
                    references.of(steps[2]).add(text);
                }
                return text;
            }
        });
        return references;
    }

    Ids of(String item) {
        return ids.computeIfAbsent(item, i -> new Ids());
    }

    void addAll(References others) {
        others.ids.forEach((item, of) -> of(item).addAll(of));
    }

    /** Each item with its ids, those without left out. */
    Map<String, Ids> listed() {
        Map<String, Ids> listed = new LinkedHashMap<>(ids);
        listed.values().removeIf(Ids::isEmpty);
        return listed;
    }
}
