package org.coursebackup.moodleconfig;

import java.util.LinkedHashMap;
import java.util.Map;

/** Environment variables as seen by the file: this process's, and those that the file itself sets. */
final class Environment {
    /** What a web server puts into $_SERVER. */
    private static final String OF_REQUESTS =
            "(?:HTTP|REMOTE|SERVER|REQUEST|SCRIPT|DOCUMENT|GATEWAY|PHP|PATH|QUERY|ORIG|CONTENT)_?.*|HTTPS|argv|argc";

    private final Interpreter interpreter;
    private final Map<String, String> process;
    private final Map<String, String> notSet = new LinkedHashMap<>();

    Environment(Interpreter interpreter, Map<String, String> process) {
        this.interpreter = interpreter;
        this.process = process;
    }

    /** Variables that the file asks for but this process does not have, with the place where it asks. */
    Map<String, String> notSet() {
        return notSet;
    }

    Object get(String name, int line) {
        Object own = interpreter.state().environment().get(name);
        if (own != null) {
            return own;
        }
        Unknown doubt = interpreter.state().environmentDoubt();
        String taken = "is taken from the environment variable " + name + " in " + interpreter.place(line) + ", which ";
        if (doubt != null) {
            return new Unknown(taken + doubt.why());
        }
        if (process.containsKey(name)) {
            return process.get(name);
        }
        notSet.putIfAbsent(name, interpreter.place(line));
        return new Unset(taken + "is not set for this program");
    }

    /** PHP's configuration decides what is in these arrays, so nothing follows from an absent name. */
    Object superglobal(String array, String name, int line) {
        Object own = interpreter.state().environment().get("$" + array + name);
        if (own != null) {
            return own;
        }
        if (process.containsKey(name)
                && !name.matches(OF_REQUESTS)
                && interpreter.state().environmentDoubt() == null) {
            return process.get(name);
        }
        return new Unknown("is taken from $" + array + "['" + name + "'] in " + interpreter.place(line)
                + ", which only the web server knows");
    }

    void assign(String array, String name, Object value) {
        interpreter.state().environment().put("$" + array + name, value);
    }

    void put(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            interpreter.state().environment().put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }
}
