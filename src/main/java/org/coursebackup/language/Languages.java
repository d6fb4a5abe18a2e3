package org.coursebackup.language;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/** The languages of the page, and which of them a browser asks for. */
public final class Languages {
    /** English first: whoever asks for none of the others gets it. */
    public static final List<String> TAGS = List.of("en", "de", "es", "fr");

    private static final int LONGEST = 300;
    /** With the countries that Java knows. */
    private static final List<String> LOCALES = Arrays.stream(Locale.getAvailableLocales())
            .filter(locale -> TAGS.contains(locale.getLanguage())
                    && locale.getScript().isEmpty()
                    && locale.getVariant().isEmpty()
                    && !locale.hasExtensions()
                    && (locale.getCountry().isEmpty() || locale.getCountry().matches("[A-Z]{2}")))
            .map(Locale::toLanguageTag)
            .distinct()
            .sorted()
            .toList();

    private Languages() {}

    /**
     * The language to answer in.
     *
     * @param accepted a header {@code Accept-Language}; whatever is wrong with it, the answer is a language
     * @param chosen what the reader chose instead, one of {@link #TAGS}; anything else for nothing
     */
    public static Language choose(String accepted, String chosen) {
        List<LanguageRange> ranges = ranges(accepted);
        if (!TAGS.contains(chosen)) {
            return language(Locale.lookupTag(ranges, LOCALES));
        }
        // numbers and dates as in the reader's country nevertheless
        String asked = Locale.lookupTag(
                ranges,
                LOCALES.stream()
                        .filter(tag -> tag.equals(chosen) || tag.startsWith(chosen + "-"))
                        .toList());
        return language(asked == null ? chosen : asked);
    }

    private static Language language(String tag) {
        return tag == null ? Language.ENGLISH : Language.of(Locale.forLanguageTag(tag));
    }

    private static List<LanguageRange> ranges(String accepted) {
        String readable = accepted.length() <= LONGEST
                ? accepted
                : accepted.substring(0, Math.max(0, accepted.lastIndexOf(',', LONGEST)));
        try {
            return readable.isBlank() ? List.of() : LanguageRange.parse(readable);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return List.of();
        }
    }
}
