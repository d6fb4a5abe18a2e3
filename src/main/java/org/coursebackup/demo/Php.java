package org.coursebackup.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Values in the form in which Moodle keeps a block's configuration: a serialised PHP object in Base64. */
final class Php {
    private Php() {}

    /** An object whose members are strings, given as names and values. */
    static String object(String... namesAndValues) {
        StringBuilder text = new StringBuilder("O:8:\"stdClass\":")
                .append(namesAndValues.length / 2)
                .append(":{");
        for (String each : namesAndValues) {
            text.append("s:")
                    .append(each.getBytes(StandardCharsets.UTF_8).length)
                    .append(":\"")
                    .append(each)
                    .append("\";");
        }
        return Base64.getEncoder().encodeToString(text.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }
}
