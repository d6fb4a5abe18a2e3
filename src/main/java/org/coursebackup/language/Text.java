package org.coursebackup.language;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Something to say in the language of whoever reads it. As a string, and in JSON, it is English.
 *
 * @param key of the bundles
 * @param arguments numbers, other texts, {@link English}, {@link Code}, {@link Amount} and names
 */
public record Text(String key, List<Object> arguments) {
    /** A name, or nothing: it has no translation. */
    private static final String AS_IT_IS = "as-it-is";

    public static Text of(String key, Object... arguments) {
        return new Text(key, List.of(arguments));
    }

    /** What the program, or a library, wrote in English, as a reason of a failure. */
    public static Text english(String said) {
        return of(AS_IT_IS, new English(said));
    }

    /** What the log, the JSON and programs are told. */
    @JsonValue
    @Override
    public String toString() {
        return Language.ENGLISH.say(this);
    }
}
