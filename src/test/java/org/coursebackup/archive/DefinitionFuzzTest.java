package org.coursebackup.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.testsupport.Mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever stands in a definition file, it is used or told with its file. */
class DefinitionFuzzTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> OWN = own();
    private static final List<String> FILES = new ArrayList<>(OWN.keySet());

    @Property(tries = 80)
    void a_spoilt_definition_is_used_or_told(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int edits) {
        Mutation mutation = new Mutation(seed);
        String spoilt = mutation.of(OWN.get(mutation.oneOf(FILES)), edits);

        List<String> problems = problems(spoilt);

        assertThat(problems).allMatch(problem -> !problem.isBlank() && !problem.contains("Exception"));
    }

    @Example
    void anchors_that_would_multiply_and_endless_nesting_are_told() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ", ").repeat(9))
                    .append("*")
                    .append((char) (c - 1))
                    .append("]\n");
        }

        assertThat(problems(bomb.toString())).isNotEmpty();
        assertThat(problems("activity: x\nchildren: " + "[".repeat(100_000))).isNotEmpty();
        assertThat(problems("{a: ".repeat(20_000))).isNotEmpty();
    }

    private static List<String> problems(String text) {
        return assertTimeoutPreemptively(PATIENCE, () -> {
            try {
                return Definitions.read(OWN, Map.of("/etc/definitions/own.yaml", text))
                        .problems();
            } catch (IOException told) {
                return List.of(told.getMessage());
            }
        });
    }

    private static Map<String, String> own() {
        try {
            return DefinitionFiles.own();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
