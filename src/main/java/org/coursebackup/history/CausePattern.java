package org.coursebackup.history;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.verify.Sha256;

/**
 * What is left of a reason without what differs from course to course: courses with the same have one cause. The id
 * also leaves out whether a noun is in the plural; patterns of the same id are equal.
 */
record CausePattern(String id, String message) {
    private static final String ANY = "…";
    /** A name of fewer characters may be a word of the message. */
    private static final int SHORTEST_NAME = 3;

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern PLACE = Pattern.compile("(?<![\\w/])(?:[a-z][a-z0-9+.-]*:/)?/[^\\s,;)]*[^\\s,;).:]");
    private static final Pattern HASH = Pattern.compile("\\b(?=[0-9a-f]*\\d)[0-9a-f]{8,}\\b");
    /** Names of hosts, plugins and codes of errors keep their digits; amounts and ids go. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.-])(?<!HTTP )(?<!SQLState: )-?\\d[\\d.,:]*(?<=\\d)(?![\\w-])");

    private static final Pattern PLURAL = Pattern.compile("\\b(activities|rows|questions|files|secrets|are)\\b");

    /** @param course whose names are left out, too */
    static CausePattern of(String reason, CourseName course) {
        String text = reason;
        for (String name : new String[] {course.fullname(), course.shortname()}) {
            if (name != null && name.strip().length() >= SHORTEST_NAME) {
                text = text.replaceAll(
                        "(?<![\\p{L}\\d])" + Pattern.quote(name.strip()) + "(?![\\p{L}\\d])",
                        Matcher.quoteReplacement(ANY));
            }
        }
        text = QUOTED.matcher(text).replaceAll("'…'");
        text = PLACE.matcher(text).replaceAll(ANY);
        text = HASH.matcher(text).replaceAll(ANY);
        text = NUMBER.matcher(text).replaceAll(ANY);
        String message = Stored.text(text.strip(), 2000);
        return new CausePattern(hash(PLURAL.matcher(message).replaceAll(found -> singular(found.group(1)))), message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CausePattern pattern && pattern.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    private static String singular(String noun) {
        return noun.equals("activities")
                ? "activity"
                : noun.equals("are") ? "is" : noun.substring(0, noun.length() - 1);
    }

    private static String hash(String message) {
        byte[] bytes = message.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes), 0, 8);
    }
}
