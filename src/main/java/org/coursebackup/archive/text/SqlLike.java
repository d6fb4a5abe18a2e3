package org.coursebackup.archive.text;

import java.util.regex.Pattern;

/** "Contains" as a database's LIKE understands it, ignoring case: {@code %} and {@code _} in the text are wildcards. */
public final class SqlLike {
    private SqlLike() {}

    /** A pattern that matches a whole value if it contains the text. */
    public static Pattern containing(String text) {
        String like = "%" + text + "%";
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                int start = c == '\\' && i + 1 < like.length() ? ++i : i;
                int end = start + Character.charCount(like.codePointAt(start));
                regex.append(Pattern.quote(like.substring(start, end)));
                i = end - 1;
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
