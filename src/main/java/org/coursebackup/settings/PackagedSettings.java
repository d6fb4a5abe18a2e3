package org.coursebackup.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code application.properties} inside the jar: documentation and defaults of every key. */
public final class PackagedSettings {
    private static final Pattern LINE = Pattern.compile("^#?([a-z][a-z.-]*)=(.*)$", Pattern.MULTILINE);

    private PackagedSettings() {}

    /** The file's text, as {@code init} writes it out. */
    public static String text() {
        try (InputStream in = PackagedSettings.class.getResourceAsStream("application.properties")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Defaults by key; commented-out lines count, an empty default means none. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        Matcher line = LINE.matcher(text());
        while (line.find()) {
            defaults.put(line.group(1), line.group(2).trim());
        }
        return defaults;
    }
}
