package org.coursebackup.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The four bundles say the same, all that is said is in them, and all that is in them is said. */
class BundlesTest {
    static final List<String> TAGS = Languages.TAGS;
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    private static final Pattern CHOICE = Pattern.compile("\\{(\\d+),choice,");
    private static final Pattern LITERAL = Pattern.compile("[\"']([a-zA-Z][\\w.-]*)[\"']");
    private static final Pattern SAID =
            Pattern.compile("(?:\\btext|\\bsay|Text\\.of)\\(\\s*[\"']([a-z][\\w-]*(?:\\.[\\w-]+)+)[\"']");
    /** Where 0 adds nothing to a sentence. */
    private static final Set<String> NOTHING = Set.of("story.trouble");
    /** What the bundle's readers know by its meaning rather than by its key. */
    private static final Set<String> OF_ITSELF = Set.of("as-it-is", "language.name");

    @ParameterizedTest
    @FieldSource("TAGS")
    void every_key_is_in_every_bundle(String tag) {
        assertThat(Bundles.texts(tag).keySet())
                .containsExactlyElementsOf(Bundles.texts("en").keySet());
        assertThat(Bundles.texts(tag).values()).noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @FieldSource("TAGS")
    void a_translation_shows_what_the_english_text_shows(String tag) {
        Map<String, String> english = Bundles.texts("en");
        Map<String, Set<String>> wrong = new TreeMap<>();
        Bundles.texts(tag).forEach((key, text) -> {
            if (!places(text).equals(places(english.get(key)))) {
                wrong.put(key, places(text));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("TAGS")
    void texts_have_typographic_apostrophes_and_no_markup(String tag) {
        assertThat(Bundles.texts(tag).values())
                .noneMatch(text -> text.contains("'"))
                .noneMatch(text -> text.matches(".*(</|<[a-z]+>|&[a-z]+;|&#).*"));
    }

    @ParameterizedTest
    @FieldSource("TAGS")
    void numbers_0_1_2_and_many_are_said_right(String tag) {
        Language language = Languages.choose(tag, "");
        Map<String, String> wrong = new TreeMap<>();
        Bundles.texts(tag).forEach((key, text) -> {
            for (MatchResult choice : CHOICE.matcher(text).results().toList()) {
                int index = Integer.parseInt(choice.group(1));
                String none = say(language, key, index, 0);
                String one = say(language, key, index, 1);
                String two = say(language, key, index, 2);
                String many = say(language, key, index, 1234);
                // French counts nothing like one
                boolean zero = none.equals(two) || none.equals(one) && tag.equals("fr") || NOTHING.contains(key);
                if (!zero
                        || one.equals(two) && !NOTHING.contains(key)
                        || !two.equals(many)
                        || many.matches(".*[{}#|].*")) {
                    wrong.put(key, none + " / " + one + " / " + two + " / " + many);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** With a dot for the number, which has to be there wherever the text shows it. */
    private static String say(Language language, String key, int index, int number) {
        Object[] arguments = {"A", "B", "C", "D", "E", "F"};
        CHOICE.matcher(Bundles.texts(language.tag()).get(key))
                .results()
                .forEach(choice -> arguments[Integer.parseInt(choice.group(1))] = 7);
        arguments[index] = number;
        return language.say(key, arguments).replace(language.notation().count(number), "•");
    }

    @Test
    void every_text_is_said_somewhere() throws IOException {
        Set<String> literals = new TreeSet<>();
        sources()
                .forEach(
                        source -> LITERAL.matcher(source).results().forEach(literal -> literals.add(literal.group(1))));

        assertThat(Bundles.texts("en").keySet())
                .filteredOn(key -> !OF_ITSELF.contains(key))
                .allMatch(key -> literals.contains(key)
                        || literals.stream().anyMatch(literal -> literal.endsWith(".") && key.startsWith(literal)));
    }

    @Test
    void what_is_said_is_in_the_bundles() throws IOException {
        Set<String> keys = Bundles.texts("en").keySet();
        List<String> said = sources()
                .flatMap(source -> SAID.matcher(source).results().map(found -> found.group(1)))
                .toList();

        assertThat(said).hasSizeGreaterThan(100).allMatch(keys::contains);
    }

    @Test
    void templates_give_every_text_what_it_shows() throws IOException {
        Map<String, Integer> wanted = new TreeMap<>();
        TAGS.forEach(tag -> Bundles.texts(tag).forEach((key, text) -> {
            int most = Stream.of(PLACE, CHOICE)
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .mapToInt(found -> Integer.parseInt(found.group(1)) + 1)
                    .max()
                    .orElse(0);
            wanted.merge(key, most, Math::max);
        }));
        Map<String, Integer> wrong = new TreeMap<>();
        sources()
                .filter(source -> !source.contains("use strict"))
                .forEach(source -> SAID.matcher(source).results().forEach(said -> {
                    int given = arguments(source, said.end());
                    if (given < wanted.getOrDefault(said.group(1), 0)) {
                        wrong.put(said.group(1), given);
                    }
                }));

        assertThat(wrong).isEmpty();
    }

    /** How many arguments come behind the key that ends there. */
    private static int arguments(String source, int end) {
        int depth = 1;
        int found = 0;
        for (int n = end; depth > 0; n++) {
            char one = source.charAt(n);
            if (one == '"') {
                n = source.indexOf('"', n + 1);
            } else if (one == '(' || one == '[') {
                depth++;
            } else if (one == ')' || one == ']') {
                depth--;
            } else if (one == ',' && depth == 1) {
                found++;
            }
        }
        return found;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Templates, the page's script, and the classes that say something on the page. */
    private static Stream<String> sources() throws IOException {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/resources/report"));
                Stream<Path> language = Files.walk(Path.of("src/main/java/org/coursebackup/language"));
                Stream<Path> report = Files.walk(Path.of("src/main/java/org/coursebackup/report"));
                Stream<Path> web = Files.walk(Path.of("src/main/java/org/coursebackup/web"))) {
            List<String> read = Stream.of(templates, language, report, web)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(html|js|java)"))
                    .map(BundlesTest::read)
                    .toList();
            return read.stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
