package org.coursebackup.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Templates and script have no text of their own: what people read comes from the bundles. */
class WordedTemplatesTest {
    private static final Path REPORT = Path.of("src/main/resources/report");
    private static final Set<String> NAMES = Set.of("JSON", "CSV", "Moodle", "SQL");
    private static final Pattern PEBBLE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
    private static final Pattern SPOKEN = Pattern.compile("\\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

    static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(REPORT.resolve("templates"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_has_no_text_outside_the_bundles(Path template) throws IOException {
        String bare = PEBBLE.matcher(Files.readString(template)).replaceAll("").replaceAll("<pre[^>]*>[^<]*</pre>", "");
        List<String> words = new ArrayList<>();
        for (String text : bare.split("<[^>]*>")) {
            words(text, words);
        }
        SPOKEN.matcher(bare).results().forEach(spoken -> words(spoken.group(1), words));

        assertThat(words).isEmpty();
    }

    /** Keys, results, classes and addresses are one word; English is more. */
    @ParameterizedTest
    @MethodSource("templates")
    void what_a_template_shows_is_no_literal(Path template) throws IOException {
        List<String> literals = SHOWN.matcher(Files.readString(template))
                .results()
                .flatMap(shown -> LITERAL.matcher(shown.group(1)).results())
                .map(literal -> literal.group(1) == null ? literal.group(2) : literal.group(1))
                .toList();

        assertThat(literals).allMatch(literal -> literal.matches("\\S*|[^\\p{L}]*|wide number"));
        assertThat(Files.readString(template))
                .as("a chip's meaning is a text")
                .doesNotContainPattern("status\\([^()]*,\\s*\"[^\"]*\"\\)");
    }

    @Test
    void the_script_has_no_text_outside_the_bundles() throws IOException {
        String script = Files.readString(REPORT.resolve("assets/report.js"))
                .replaceAll("(?m)^\\s*//.*$", "")
                .replaceAll("/\\*.*?\\*/|'use strict'", "")
                .replaceAll("(?:querySelector(?:All)?|matches)\\((?:'[^']*'|`[^`]*`)\\)", "");

        assertThat(Pattern.compile("'([^'\n]*)'|`([^`]*)`").matcher(script).results())
                .isNotEmpty()
                .map(literal -> literal.group(1) == null ? literal.group(2) : literal.group(1))
                .allMatch(literal -> literal.matches("[^\\p{L}]*|[\\w./-]+"));
        assertThat(script).doesNotContainPattern("textContent = ['`]");
    }

    private static void words(String text, List<String> words) {
        WORD.matcher(text.replaceAll("&[a-z]+;", ""))
                .results()
                .map(word -> word.group())
                .filter(word -> !NAMES.contains(word))
                .forEach(words::add);
    }
}
