package org.coursebackup.store;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.coursebackup.archive.text.PlainText;

/** Text as it may stand in a file name. */
final class NameText {
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cs}&<>\"`|':\\\\/]");
    private static final Pattern LONE_AMPERSAND = Pattern.compile("&(?![a-zA-Z0-9#]{1,8};)");
    private static final Pattern OUTER_SPACE = Pattern.compile("^[ \t\n\r\0\u000b]+|[ \t\n\r\0\u000b]+\\z");

    private NameText() {}

    /** Without characters that trouble file systems or shells, and never a folder (Moodle: PARAM_FILE). */
    static String clean(String text) {
        String clean = REFUSED.matcher(text).replaceAll("");
        return clean.equals(".") || clean.equals("..") ? "" : clean;
    }

    /** A lone ampersand as an entity, which is what Moodle begins with when it formats a name as HTML. */
    static String withEntities(String name) {
        return LONE_AMPERSAND.matcher(name).replaceAll("&amp;");
    }

    /**
     * A name as Moodle shows it on its pages: HTML without tags (Moodle: format_string, without the site's filters).
     */
    static String formatted(String name) {
        String text =
                PlainText.withoutTags(withEntities(name)).replace("<", "&lt;").replace(">", "&gt;");
        return OUTER_SPACE.matcher(text).replaceAll("");
    }

    /** The beginning that fits into the given number of UTF-8 bytes, whole characters only. */
    static String beginning(String text, int bytes) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += bytes(text.substring(end, next));
            if (used > bytes) {
                return text.substring(0, end);
            }
            end = next;
        }
        return text;
    }

    /** Its length in UTF-8. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The character set of file names on this machine. */
    static Charset ofThisMachine() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /**
     * With underscores for what the character set lacks: on a server with {@code LANG=C} Java 17 can't write other
     * characters into a file name, and the course would fail. With one, too, for the dollar of what Camel would take
     * for an expression: its S3 endpoint evaluates names, and anybody may name a course.
     */
    static String encodable(String text, Charset names) {
        String inert = text.replace("${", "_{").replace("$simple{", "_simple{");
        if (names.equals(StandardCharsets.UTF_8)) {
            return inert;
        }
        CharsetEncoder encoder = names.newEncoder();
        StringBuilder kept = new StringBuilder();
        inert.codePoints()
                .forEach(c -> kept.append(encoder.canEncode(Character.toString(c)) ? Character.toString(c) : "_"));
        return kept.toString();
    }
}
