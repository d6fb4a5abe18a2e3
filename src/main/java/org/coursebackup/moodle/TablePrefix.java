package org.coursebackup.moodle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a site's table names begin with.
 *
 * @param prefix usually {@code mdl_}; may be empty
 */
public record TablePrefix(String prefix) {
    private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");

    /** The statement with {@code {course}} turned into the name that the table really has. */
    public String in(String sql) {
        return TABLE.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(prefix + match.group(1)));
    }
}
