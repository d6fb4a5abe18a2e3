package org.coursebackup.archive;

import java.util.Map;
import java.util.TreeMap;

/** Counts the questions of each type while {@code questions.xml} is written. */
final class QuestionTypes implements DocumentWriter.FieldFilter {
    private final Map<String, Integer> counts = new TreeMap<>();

    @Override
    public String filter(String element, String field, String value) {
        if (element.equals("question") && field.equals("qtype") && value != null) {
            counts.merge(value, 1, Integer::sum);
        }
        return value;
    }

    /** Number of questions by type, such as {@code essay}. */
    Map<String, Integer> counts() {
        return counts;
    }
}
