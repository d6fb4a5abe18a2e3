package org.coursebackup.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * One key of {@code application.properties}.
 *
 * @param name as in the file
 * @param kind what its value may look like and becomes
 * @param site gives the site's own setting for the value {@code moodle}, or null if that setting cannot be used; itself
 *     null if that value is not allowed
 */
record Key<T>(String name, Kind<T> kind, Function<SiteAnswers, String> site) {

    /** The environment variable of the key, such as {@code MOODLE_DB_URL}. */
    String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean fromMoodle() {
        return site != null;
    }

    /** Whether the value has to come from the site. */
    boolean asks(String value) {
        return fromMoodle() && value.equals("moodle");
    }

    /** A complaint about the value with its remedy, or null if it is valid. */
    String complaint(String value) {
        if (value.isEmpty() || asks(value) || kind.accepts(value)) {
            return null;
        }
        return "'" + (kind.secret() ? "***" : Database.masked(value)) + "' is not valid; expected " + kind.wanted()
                + (fromMoodle() ? ", or moodle to take the site's own setting" : "") + ".";
    }
}
