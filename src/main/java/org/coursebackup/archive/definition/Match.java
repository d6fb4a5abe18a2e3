package org.coursebackup.archive.definition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows belong to an element: those whose column equals a value of the task or of an enclosing row.
 *
 * @param column SQL column with its alias
 * @param value {@code context}, {@code cm}, ..., {@code final.user}, ..., or a field of an enclosing row
 * @param member null, or the member, holding the ids, of the PHP-serialised object in the field
 */
public record Match(String column, String value, String member) {
    private static final Pattern IDS = Pattern.compile("ids\\((\\w+)\\.(\\w+)\\)");

    /** Makes an element take every row. */
    public static final Match EVERYTHING = new Match("1", "one", null);

    /** Reads {@code column}, {@code column=value} or {@code column=ids(field.member)}. */
    static Match parse(String word) {
        if (word.equals("everything")) {
            return EVERYTHING;
        }
        int equals = word.indexOf('=');
        String column = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "id" : word.substring(equals + 1);
        Matcher ids = IDS.matcher(value);
        boolean list = ids.matches();
        return new Match(
                column.indexOf('.') < 0 ? "t." + column : column,
                list ? ids.group(1) : value,
                list ? ids.group(2) : null);
    }
}
