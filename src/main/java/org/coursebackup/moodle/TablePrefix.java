package org.coursebackup.moodle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prefix of a site's table names.
 *
 * @param prefix usually {@code mdl_}; may be empty
 */
public record TablePrefix(String prefix) {
    private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");

    /** The statement with names in braces, such as {@code {course}}, replaced by the tables' real names. */
    public String in(String sql) {
        return TABLE.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(prefix + match.group(1)));
    }
}
