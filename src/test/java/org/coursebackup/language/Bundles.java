package org.coursebackup.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The bundles as they are in their files, each without what it would take over from the English one. */
public final class Bundles {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private Bundles() {}

    /** Texts by key. */
    public static Map<String, String> texts(String tag) {
        String file = "/report/messages" + (tag.equals("en") ? "" : "_" + tag) + ".properties";
        Properties texts = new Properties();
        try (InputStream in = Bundles.class.getResourceAsStream(file)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, String> sorted = new TreeMap<>();
        texts.stringPropertyNames().forEach(key -> sorted.put(key, texts.getProperty(key)));
        return sorted;
    }

    /** All words that a language's texts are made of, in lower case. */
    public static Set<String> words(String tag) {
        Set<String> words = new TreeSet<>();
        texts(tag).values().forEach(text -> WORD.matcher(text)
                .results()
                .forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT))));
        return words;
    }
}
