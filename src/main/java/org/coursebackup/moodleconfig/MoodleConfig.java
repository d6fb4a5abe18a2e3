package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code config.php} says about {@code $CFG}. Values are text, numbers, booleans and maps as in PHP, or
 * {@link Unknown}: with an unknown value there is nothing to do but ask the administrator.
 */
public final class MoodleConfig {
    private final PhpObject config;
    private final Map<String, String> notSet;

    private MoodleConfig(PhpObject config, Map<String, String> notSet) {
        this.config = config;
        this.notSet = notSet;
    }

    /**
     * Reads the file and those it includes, as far as Moodle's {@code lib/setup.php}. Nothing is executed.
     *
     * @param environment of this process, for {@code getenv()}
     * @throws IOException if the file itself can't be read, or is nested thousands of levels deep
     */
    public static MoodleConfig read(Path file, Map<String, String> environment) throws IOException {
        Interpreter interpreter = new Interpreter(environment);
        try {
            interpreter.run(file);
        } catch (StackOverflowError tooDeep) {
            throw new IOException("something in it, or in a file that it includes, is nested too deeply", tooDeep);
        }
        Object config = interpreter.state().variables().values().get("CFG");
        PhpObject object = config instanceof PhpObject known ? known : new PhpObject();
        if (config instanceof Unknown why) {
            object.doubt(why);
        }
        return new MoodleConfig(object, interpreter.evaluator().environment().notSet());
    }

    /**
     * The value of {@code $CFG->name}: text, number, boolean, map or {@link Unknown}; null if it is not set or is null.
     */
    public Object value(String name) {
        return told(config.get(name));
    }

    /** Whether the file gives it a value, known or not. */
    public boolean isSet(String name) {
        Object value = config.values().get(name);
        return value != null && value != Operators.NULL;
    }

    /** As {@link #value}, but as text; "" if it is not set. An array is unknown. */
    public Object text(String name) {
        return text(value(name));
    }

    /** A value from an array as text; "" for null. */
    public static Object text(Object value) {
        if (value == null || value instanceof Unknown) {
            return value == null ? "" : value;
        }
        String text = Operators.text(value);
        return text == null ? new Unknown("is no text") : text;
    }

    /** Everything that is set. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : Set.copyOf(config.values().keySet())) {
            Object value = value(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** Environment variables that the file asks for but this process does not have, with the place where it asks. */
    public Map<String, String> notSet() {
        return notSet;
    }

    /** Unknown if the value, or one inside it, contains bytes that could not be decoded. */
    private static Object told(Object value) {
        if (value == Operators.NULL || value == null) {
            return null;
        }
        if (value instanceof Unset unset) {
            return new Unknown(unset.why());
        }
        if (value instanceof String text && text.indexOf(SourceText.UNREADABLE) >= 0) {
            return new Unknown("has a character that is not UTF-8");
        }
        if (value instanceof PhpObject) {
            return new Unknown("is an object");
        }
        if (value instanceof Map<?, ?> array) {
            Map<String, Object> entries = new LinkedHashMap<>();
            array.forEach((key, one) -> entries.put(String.valueOf(key), told(one)));
            return entries;
        }
        return value;
    }
}
