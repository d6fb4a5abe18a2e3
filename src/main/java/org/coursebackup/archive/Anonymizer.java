package org.coursebackup.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Replaces what identifies people in {@code users.xml}; each field numbers the users on its own (Moodle: anonymizer
 * elements).
 */
final class Anonymizer implements DocumentWriter.FieldFilter {
    private static final Map<String, String> FIXED = Map.of(
            "auth",
            "manual",
            "city",
            "Perth",
            "country",
            "AU",
            "lastip",
            "127.0.0.1",
            "picture",
            "0",
            "descriptionformat",
            "0");
    private static final Set<String> EMPTIED =
            Set.of("idnumber", "phone1", "phone2", "institution", "department", "address", "description", "imagealt");
    private static final Set<String> NUMBERED = Set.of(
            "username",
            "email",
            "firstname",
            "lastname",
            "firstnamephonetic",
            "lastnamephonetic",
            "middlename",
            "alternatename");

    private final Map<String, Integer> counters = new HashMap<>();

    @Override
    public String filter(String element, String field, String value) {
        if (!element.equals("user")) {
            return value;
        }
        if (FIXED.containsKey(field)) {
            return FIXED.get(field);
        }
        if (EMPTIED.contains(field)) {
            return "";
        }
        if (!NUMBERED.contains(field)) {
            return value;
        }
        int number = counters.merge(field, 1, Integer::sum);
        return switch (field) {
            case "username" -> "anon" + number;
            case "email" -> "anon" + number + "@doesntexist.invalid";
            default -> "anon" + field + number;
        };
    }
}
