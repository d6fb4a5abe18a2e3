package org.coursebackup.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** A course's short name as part of a file name, by Moodle's rule for names (formatted text, cleaned as PARAM_FILE). */
final class Shortname {
    private static final Pattern LONE_AMPERSAND = Pattern.compile("&(?![a-zA-Z0-9#]{1,8};)");
    private static final Pattern TAG = Pattern.compile("<[^\\s][^>]*(?:>|$)");
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cs}&<>\"`|':\\\\/]");
    private static final Pattern OUTER_UNDERSCORES = Pattern.compile("^_+|_+$");

    private Shortname() {}

    /**
     * Removes tags and characters that trouble file names or shells, turns spaces into underscores and the rest into
     * lower case. A lone ampersand leaves {@code amp;}, as in Moodle, which formats the name as HTML first. May be
     * empty.
     */
    static String clean(String shortname) {
        String text = TAG.matcher(LONE_AMPERSAND.matcher(shortname).replaceAll("&amp;"))
                .replaceAll("");
        text = REFUSED.matcher(text.replace(' ', '_')).replaceAll("");
        if (text.equals(".") || text.equals("..")) {
            return "";
        }
        return trim(text).toLowerCase(Locale.ROOT);
    }

    /** The beginning that fits into the given number of UTF-8 bytes, whole characters only. */
    static String cut(String text, int bytes) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                return trim(text.substring(0, end));
            }
            end = next;
        }
        return text;
    }

    private static String trim(String text) {
        return OUTER_UNDERSCORES.matcher(text).replaceAll("");
    }
}
