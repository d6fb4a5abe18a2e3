package org.coursebackup.moodleconfig;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is known at one point in the file: variables, constants, environment. */
final class State {
    private PhpObject variables = new PhpObject();
    private final Map<String, Object> constants = new HashMap<>();
    private final Map<String, Object> environment = new HashMap<>();
    private Unknown environmentDoubt;

    PhpObject variables() {
        return variables;
    }

    Map<String, Object> constants() {
        return constants;
    }

    /** Environment variables that the file itself sets. */
    Map<String, Object> environment() {
        return environment;
    }

    /** Why the environment may differ from this process's; null if it does not. */
    Unknown environmentDoubt() {
        return environmentDoubt;
    }

    void doubtEnvironment(Unknown why) {
        environmentDoubt = environmentDoubt == null ? why : environmentDoubt;
    }

    /** From now on anything may have any value. */
    void doubtEverything(Unknown why) {
        doubt(variables, why);
        if (variables.values().get("CFG") == null) {
            PhpObject config = new PhpObject();
            config.doubt(why);
            variables.set("CFG", config);
        }
        doubtEnvironment(why);
    }

    @SuppressWarnings("ReferenceEquality") // this very doubt marks what was visited, an equal earlier one does not
    private static void doubt(PhpObject object, Unknown why) {
        object.doubt(why);
        object.values().values().forEach(value -> {
            if (value instanceof PhpObject inner && inner.doubt() != why) {
                doubt(inner, why);
            }
        });
    }

    State copy() {
        State copy = new State();
        copy.variables = copy(variables, new IdentityHashMap<>());
        copy.constants.putAll(constants);
        copy.environment.putAll(environment);
        copy.environmentDoubt = environmentDoubt;
        return copy;
    }

    private static PhpObject copy(PhpObject object, Map<PhpObject, PhpObject> known) {
        PhpObject copy = known.get(object);
        if (copy == null) {
            PhpObject made = new PhpObject();
            known.put(object, made);
            object.values()
                    .forEach((name, value) ->
                            made.set(name, value instanceof PhpObject inner ? copy(inner, known) : value));
            if (object.doubt() != null) {
                made.doubtAbsent(object.doubt());
            }
            copy = made;
        }
        return copy;
    }

    /** Adopts the other state. */
    void become(State other) {
        variables = other.variables;
        constants.clear();
        constants.putAll(other.constants);
        environment.clear();
        environment.putAll(other.environment);
        environmentDoubt = other.environmentDoubt;
    }

    /** Either this or the other state is the true one: what differs is unknown. */
    void merge(State other, Unknown why) {
        merge(variables, other.variables, why);
        merge(constants, other.constants, why);
        merge(environment, other.environment, why);
        if (other.environmentDoubt != null) {
            doubtEnvironment(other.environmentDoubt);
        }
    }

    private static void merge(PhpObject one, PhpObject other, Unknown why) {
        merge(one.values(), other.values(), why);
        if (one.doubt() == null && other.doubt() != null) {
            one.doubtAbsent(other.doubt());
        }
    }

    private static void merge(Map<String, Object> one, Map<String, Object> other, Unknown why) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        names.forEach(name -> one.put(name, merged(one.get(name), other.get(name), why)));
    }

    @SuppressWarnings("unchecked")
    private static Object merged(Object one, Object other, Unknown why) {
        if (one instanceof PhpObject object && other instanceof PhpObject that) {
            merge(object, that, why);
            return object;
        }
        if (one instanceof Map<?, ?> array && other instanceof Map<?, ?> that) {
            Map<String, Object> all = new LinkedHashMap<>((Map<String, Object>) array);
            merge(all, (Map<String, Object>) that, why);
            return all;
        }
        if (one instanceof Unknown) {
            return one;
        }
        return Objects.equals(one, other) ? one : other instanceof Unknown ? other : why;
    }
}
