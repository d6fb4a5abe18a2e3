package org.coursebackup.archive.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Words that must all hold, from {@code when} and {@code rows-when} of a definition: flags such as {@code userinfo},
 * and comparisons with a row's field such as {@code method=rubric}. {@code !} before a word negates it.
 */
public record Condition(List<Word> words) {

    /** Prefix of a word about a value in the site's table {@code config}, such as {@code config:usetags=1}. */
    public static final String CONFIG = "config:";

    /** Always holds. */
    public static final Condition ALWAYS = new Condition(List.of());

    /** One word; {@code value} is null for a flag. */
    public record Word(boolean negated, String name, String value) {
        boolean comparesField() {
            return value != null;
        }
    }

    /** Reads {@code "userinfo !anonymize method=rubric"}; null or blank always holds. */
    public static Condition parse(String text) {
        if (text == null || text.isBlank()) {
            return ALWAYS;
        }
        return new Condition(
                Arrays.stream(text.trim().split("\\s+")).map(Condition::word).toList());
    }

    private static Word word(String text) {
        boolean negated = text.startsWith("!");
        String rest = negated ? text.substring(1) : text;
        int equals = rest.startsWith(CONFIG) ? -1 : rest.indexOf('=');
        return equals < 0
                ? new Word(negated, rest, null)
                : new Word(negated, rest.substring(0, equals), rest.substring(equals + 1));
    }

    /** Both conditions together. */
    public Condition and(Condition other) {
        List<Word> all = new ArrayList<>(words);
        all.addAll(other.words);
        return new Condition(List.copyOf(all));
    }

    /** Whether all flags hold; comparisons with fields are not looked at. */
    public boolean flagsHold(Predicate<String> flag) {
        return words.stream().filter(w -> !w.comparesField()).allMatch(w -> flag.test(w.name) != w.negated);
    }

    /** The part that compares fields of rows. */
    public Condition onFields() {
        return words.stream().allMatch(w -> !w.comparesField())
                ? ALWAYS
                : new Condition(words.stream().filter(Word::comparesField).toList());
    }

    /** Whether all comparisons hold; flags are not looked at. The predicate gets field name and value. */
    public boolean fieldsHold(BiPredicate<String, String> equal) {
        for (Word word : words) {
            if (word.comparesField() && equal.test(word.name, word.value) == word.negated) {
                return false;
            }
        }
        return true;
    }
}
