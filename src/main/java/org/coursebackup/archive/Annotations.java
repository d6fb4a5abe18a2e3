package org.coursebackup.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.archive.text.IdText;

/**
 * Ids noted while documents are written (Moodle: annotations). Each task keeps its own notes, which its
 * {@code inforef.xml} lists; once the task's documents are written its notes become final, and the shared documents at
 * the end contain what is final.
 */
final class Annotations {
    /** Items that inforef.xml lists, in this order. */
    static final List<String> LISTED =
            List.of("user", "grouping", "group", "role", "file", "scale", "outcome", "grade_item", "question_category");

    /** Items that Moodle's own code annotates but never uses. */
    private static final Set<String> TAKEN_BY_NOTHING =
            Set.of("course", "forum", "userid", "question", "badge", "criterion");

    private final Map<String, IdSet> finals = new HashMap<>();

    /** Notes a field's value; an {@code item} that ends with {@code final} becomes final at once. */
    void note(Task task, String item, String value) {
        if (value == null) {
            return;
        }
        String id = value;
        if (item.startsWith("scale")) {
            // grade fields hold the id of a scale as a negative number; scales named by id are noted as scalefinal
            id = item.equals("scale") ? (value.startsWith("-") ? value.substring(1) : "0") : value;
        }
        int point = id.indexOf('.');
        id = point < 0 ? id : id.substring(0, point);
        if (!IdText.isId(id)) {
            return;
        }
        if (item.endsWith("final")) {
            finals(item.substring(0, item.length() - "final".length())).add(Long.parseLong(id));
        } else {
            task.note(item, Long.parseLong(id));
        }
    }

    /** Whether a definition may note something under this name. */
    static boolean known(String item) {
        return LISTED.contains(item.endsWith("final") ? item.substring(0, item.length() - "final".length()) : item)
                || TAKEN_BY_NOTHING.contains(item)
                || item.equals(QuestionsInUse.ENTRY);
    }

    /** The final ids of an item. */
    IdSet finals(String item) {
        return finals.computeIfAbsent(item, i -> new IdSet());
    }

    /** Makes the task's notes final. */
    void settle(Task task) {
        LISTED.forEach(item -> finals(item).addAll(task.noted(item)));
    }
}
