package org.coursebackup.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

import org.coursebackup.language.Language;

/**
 * What templates say, in the language of the page: {@code text(key, arguments...)}. Pebble's own {@code i18n()} would
 * escape the links and times among the arguments, or nothing of the text.
 */
final class Wording extends AbstractExtension {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a function of the templates gives for its arguments. */
    private interface Saying {
        Object of(Language language, List<Object> arguments);
    }

    @Override
    public Map<String, Function> getFunctions() {
        Map<String, Function> functions = new TreeMap<>();
        functions.put(
                "text",
                function((language, of) -> Markup.of(language, String.valueOf(of.get(0)), of.subList(1, of.size()))));
        functions.put(
                "term", function((language, of) -> term(language, (String) of.get(0), String.valueOf(of.get(1)))));
        functions.put(
                "scripttexts",
                function((language, of) ->
                        json(language.beginning(of.stream().map(String::valueOf).toList()))));
        return functions;
    }

    /** The text for a word of the program's, such as a state; the word itself where there is none. */
    private static Object term(Language language, String prefix, String word) {
        return language.knows(prefix + word)
                ? Markup.of(language, prefix + word, List.of())
                : Markup.english(language, word);
    }

    /** What the page's script says, for an attribute. */
    private static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private static Function function(Saying saying) {
        return new Function() {
            @Override
            public List<String> getArgumentNames() {
                return null;
            }

            /** Without names Pebble numbers the arguments. */
            @Override
            public Object execute(
                    Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
                List<Object> given = new ArrayList<>();
                for (int n = 0; arguments.containsKey(String.valueOf(n)); n++) {
                    given.add(arguments.get(String.valueOf(n)));
                }
                return saying.of(Language.of(context.getLocale()), given);
            }
        };
    }
}
