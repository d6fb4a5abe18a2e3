package org.coursebackup.moodleconfig;

import java.util.LinkedHashMap;
import java.util.Map;

/** Properties, or variables, by name. */
final class PhpObject {
    private final Map<String, Object> values = new LinkedHashMap<>();
    /** Why names that are not here may exist nevertheless; null if they do not. */
    private Unknown doubt;

    /** Null if there surely is none. */
    Object get(String name) {
        Object value = values.get(name);
        return value == null ? doubt : value;
    }

    void set(String name, Object value) {
        values.put(name, value);
    }

    void remove(String name) {
        values.remove(name);
        if (doubt != null) {
            values.put(name, Operators.NULL);
        }
    }

    Map<String, Object> values() {
        return values;
    }

    Unknown doubt() {
        return doubt;
    }

    /** From now on it may contain anything. */
    void doubt(Unknown why) {
        doubt = why;
        values.replaceAll((name, value) -> value instanceof PhpObject || value instanceof Unknown ? value : why);
    }

    void doubtAbsent(Unknown why) {
        doubt = why;
    }
}
