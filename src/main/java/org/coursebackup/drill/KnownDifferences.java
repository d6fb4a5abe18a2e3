package org.coursebackup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Rows that a Moodle does not restore by design, each with the reason; seen by restoring archives that Moodle itself
 * had made. They are not expected after a drill.
 */
final class KnownDifferences {
    private static final String FILE = "/drill/known-differences.yaml";

    /**
     * @param rows what {@link RowCount#kind} has to be
     * @param where values of fields that a row must have; empty: all rows of the kind
     * @param user field with the id of a user whom the archive must lack; null for none
     * @param onceBy rows that agree in these fields come back as one; empty: not
     */
    record Rule(Pattern rows, Map<String, Pattern> where, String user, List<String> onceBy, String why) {
        boolean ofAll() {
            return where.isEmpty() && user == null && onceBy.isEmpty();
        }
    }

    /** Of archives whose every row counts. */
    static final KnownDifferences NONE = new KnownDifferences(List.of());

    private final List<Rule> rules;

    private KnownDifferences(List<Rule> rules) {
        this.rules = rules;
    }

    /** @throws IllegalStateException if the program was packaged without them */
    static KnownDifferences packaged() {
        try (InputStream in = KnownDifferences.class.getResourceAsStream(FILE)) {
            Object list = new Load(LoadSettings.builder().setLabel(FILE).build()).loadFromInputStream(in);
            return new KnownDifferences(
                    ((List<?>) list).stream().map(one -> rule((Map<?, ?>) one)).toList());
        } catch (IOException | NullPointerException | ClassCastException broken) {
            throw new IllegalStateException(FILE + " is not what it should be.", broken);
        }
    }

    private static Rule rule(Map<?, ?> one) {
        Map<String, Pattern> where = one.get("where") instanceof Map<?, ?> fields
                ? fields.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                field -> String.valueOf(field.getKey()),
                                field -> Pattern.compile(String.valueOf(field.getValue()))))
                : Map.of();
        return new Rule(
                Pattern.compile((String) one.get("rows")),
                where,
                (String) one.get("user"),
                one.get("once-by") instanceof String words ? List.of(words.split(" ")) : List.of(),
                (String) one.get("why"));
    }

    List<Rule> all() {
        return rules;
    }

    /** Those about rows of a kind. */
    List<Rule> of(String kind) {
        return rules.stream()
                .filter(rule -> rule.rows().matcher(kind).matches())
                .toList();
    }
}
