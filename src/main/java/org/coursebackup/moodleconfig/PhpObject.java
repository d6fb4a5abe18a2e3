package org.coursebackup.moodleconfig;

import java.util.LinkedHashMap;
import java.util.Map;

/** Properties, or variables, by name. */
final class PhpObject {
    private final Map<String, Object> values = new LinkedHashMap<>();
    /** Why names that are not there may be there all the same; null where they are not. */
    private Unknown doubt;

    /** Null where there is none for sure. */
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

    /** From now on anything may be in it. */
    void doubt(Unknown why) {
        doubt = why;
        values.replaceAll((name, value) -> value instanceof PhpObject || value instanceof Unknown ? value : why);
    }

    void doubtAbsent(Unknown why) {
        doubt = why;
    }
}
