package org.coursebackup.language;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.ResourceBundle.Control.FORMAT_PROPERTIES;
import static java.util.ResourceBundle.Control.getNoFallbackControl;

/** One language: its texts, and how it writes figures and dates where the reader is. */
public final class Language {
    /** The language of everything but the page, and of the page where no other is asked for. */
    public static final Language ENGLISH = new Language(Locale.ENGLISH);

    private static final Map<Locale, Language> KNOWN = new ConcurrentHashMap<>(Map.of(Locale.ENGLISH, ENGLISH));

    private final Locale locale;
    private final ResourceBundle texts;
    private final Notation notation;

    private Language(Locale locale) {
        this.locale = locale;
        // without what the machine's own language would add
        texts = ResourceBundle.getBundle("report.messages", locale, getNoFallbackControl(FORMAT_PROPERTIES));
        notation = new Notation(this, locale);
    }

    /** @param locale one that {@link Languages} chose, so that there are only as many as Java knows */
    public static Language of(Locale locale) {
        return KNOWN.computeIfAbsent(locale, Language::new);
    }

    /** As an attribute {@code lang} has it: de. */
    public String tag() {
        return locale.getLanguage();
    }

    /** With the country, if it is known, as figures and dates depend on it: de-AT. */
    public Locale locale() {
        return locale;
    }

    public boolean english() {
        return tag().equals(ENGLISH.tag());
    }

    public Notation notation() {
        return notation;
    }

    /**
     * A text of the bundle.
     *
     * @param arguments what {@code {0}}, {@code {1}}... stand for, as {@link MessageFormat} has it; without any, the
     *     text is taken as it is
     * @throws java.util.MissingResourceException if not even the English bundle has it
     */
    public String say(String key, Object... arguments) {
        String text = texts.getString(key);
        return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
    }

    public String say(Text text) {
        return say(text.key(), text.arguments().stream().map(this::argument).toArray());
    }

    private Object argument(Object argument) {
        if (argument instanceof Amount amount) {
            return notation.bytes(amount.bytes());
        }
        return argument instanceof Text text ? say(text) : argument;
    }

    /** Whether there is such a text. */
    public boolean knows(String key) {
        return texts.containsKey(key);
    }

    /** The texts whose keys begin so, by their keys. */
    public Map<String, String> beginning(List<String> prefixes) {
        Map<String, String> found = new TreeMap<>();
        for (String key : texts.keySet()) {
            if (prefixes.stream().anyMatch(key::startsWith)) {
                found.put(key, texts.getString(key));
            }
        }
        return found;
    }
}
