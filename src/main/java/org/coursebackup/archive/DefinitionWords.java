package org.coursebackup.archive;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.ElementDefinition;
import org.coursebackup.archive.definition.Field;
import org.coursebackup.archive.definition.FileArea;
import org.coursebackup.archive.definition.Match;
import org.coursebackup.archive.definition.Rows;

/** Finds words in an element's definition that have no meaning on any site; child elements are not looked at. */
final class DefinitionWords {
    private final String place;
    private final Set<String> problems = new LinkedHashSet<>();

    private DefinitionWords(String place) {
        this.place = place;
    }

    /** What is wrong, with place and remedy. */
    static Set<String> problems(ElementDefinition element) {
        DefinitionWords words = new DefinitionWords(element.place());
        words.condition(element.when());
        if (element.rows() != null) {
            words.rows(element.rows());
        }
        return words.problems;
    }

    /** The same for a condition found elsewhere. */
    static Set<String> problems(String place, Condition condition) {
        DefinitionWords words = new DefinitionWords(place);
        words.condition(condition);
        return words.problems;
    }

    private void rows(Rows rows) {
        condition(rows.when());
        rows.where().keySet().forEach(this::condition);
        rows.fields().stream().map(Field::when).forEach(this::condition);
        rows.files().stream().map(FileArea::when).forEach(this::condition);
        Set<String> names = Stream.concat(rows.attributes().stream(), rows.fields().stream())
                .map(Field::name)
                .collect(Collectors.toSet());
        rows.notes().forEach((field, item) -> {
            if (!Annotations.known(item)) {
                problems.add(place + ": 'notes' calls '" + field + "' a '" + item
                        + "', which is not an annotation; known are " + String.join(", ", Annotations.LISTED)
                        + ", each also followed by 'final'.");
            }
            if (!names.contains(field)) {
                problems.add(place + ": 'notes' names '" + field
                        + "', which is neither in 'columns' nor in 'attributes', so nothing is noted."
                        + " Use the name that the field has in the XML.");
            }
        });
        for (Match match : rows.by()) {
            if (match.value().startsWith(ElementResolver.NOTED)
                    && !Annotations.LISTED.contains(match.value().substring(ElementResolver.NOTED.length()))) {
                problems.add(
                        place + ": 'by' takes '" + match.value() + "', under which nothing is ever noted; known are "
                                + Annotations.LISTED.stream()
                                        .map(item -> ElementResolver.NOTED + item)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
    }

    private void condition(Condition condition) {
        for (Condition.Word word : condition.words()) {
            if (word.value() == null && !Flags.known(word.name())) {
                problems.add(place + ": the condition '" + word.name() + "' is not known, so it never holds; known are "
                        + Flags.words() + " and comparisons such as method=rubric.");
            }
        }
    }
}
