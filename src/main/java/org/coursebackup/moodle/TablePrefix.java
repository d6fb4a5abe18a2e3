package org.coursebackup.moodle;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prefix of a site's table names.
 *
 * @param prefix usually {@code mdl_}; may be empty
 */
public record TablePrefix(String prefix) {
    /** What Moodle's installer suggests. */
    public static final TablePrefix USUAL = new TablePrefix("mdl_");

    private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");

    /** The statement with names in braces, such as {@code {course}}, replaced by the tables' real names. */
    public String in(String sql) {
        return TABLE.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(prefix + match.group(1)));
    }

    /** A table's name without the prefix, in lower case; empty if the table has another prefix. */
    public Optional<String> strip(String table) {
        String name = table.toLowerCase(Locale.ROOT);
        return name.startsWith(prefix.toLowerCase(Locale.ROOT))
                ? Optional.of(name.substring(prefix.length()))
                : Optional.empty();
    }
}
