package org.coursebackup.settings;

import java.util.Locale;

/**
 * One key of {@code application.properties}.
 *
 * @param name as in the file
 * @param kind what its value may look like
 * @param fromMoodle whether the value {@code moodle} is allowed
 */
record Key(String name, Kind kind, boolean fromMoodle) {

    /** The environment variable of the key, such as {@code MOODLE_DB_URL}. */
    String variable() {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean secret() {
        return kind == Kind.SECRET || kind == Kind.SECRET_ADDRESS;
    }

    /** A complaint about the value with its remedy, or null if it will do. */
    String complaint(String value) {
        if (value.isEmpty() || (fromMoodle && value.equals("moodle")) || kind.accepts(value)) {
            return null;
        }
        return "'" + (secret() ? "***" : Database.masked(value)) + "' is not valid; expected " + kind.wanted()
                + (fromMoodle ? ", or moodle to take the site's own setting" : "") + ".";
    }
}
