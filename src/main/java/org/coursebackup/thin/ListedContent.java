package org.coursebackup.thin;

import java.util.regex.Pattern;

/**
 * The content of a file that a thin archive refers to.
 *
 * @param sha1 its name in the pool, as in Moodle's, 40 hexadecimal digits
 * @param bytes its length
 * @param sha256 64 hexadecimal digits
 */
public record ListedContent(String sha1, long bytes, String sha256) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}) (\\d{1,18}) ([0-9a-f]{64})");

    /** The name of its entry in a complete archive. */
    public String entryName() {
        return "files/" + sha1.substring(0, 2) + "/" + sha1;
    }

    /** As a line of the list in a thin archive, without its end. */
    public String line() {
        return sha1 + " " + bytes + " " + sha256;
    }

    /** @throws IllegalArgumentException if it is no such line */
    static ListedContent of(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("its list of contents has a line that is none");
        }
        return new ListedContent(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3));
    }
}
