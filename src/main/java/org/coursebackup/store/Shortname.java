package org.coursebackup.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** A course's short name as part of a file name, by Moodle's rule for names (formatted text, cleaned as PARAM_FILE). */
final class Shortname {
    private static final Pattern TAG = Pattern.compile("<[^\\s][^>]*(?:>|$)");
    private static final Pattern OUTER_UNDERSCORES = Pattern.compile("^_+|_+\\z");

    private Shortname() {}

    /**
     * Removes tags and characters that trouble file names or shells, turns spaces into underscores and the rest into
     * lower case. A lone ampersand leaves {@code amp;}, as in Moodle, which formats the name as HTML first. May be
     * empty.
     */
    static String clean(String shortname) {
        String text = TAG.matcher(NameText.withEntities(shortname)).replaceAll("");
        return trim(NameText.clean(text.replace(' ', '_'))).toLowerCase(Locale.ROOT);
    }

    /** The beginning that fits into the given number of UTF-8 bytes, whole characters only. */
    static String cut(String text, int bytes) {
        String beginning = NameText.beginning(text, bytes);
        return beginning.length() == text.length() ? text : trim(beginning);
    }

    private static String trim(String text) {
        return OUTER_UNDERSCORES.matcher(text).replaceAll("");
    }
}
