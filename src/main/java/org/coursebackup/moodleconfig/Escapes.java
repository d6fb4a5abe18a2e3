package org.coursebackup.moodleconfig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meaning of backslashes in strings that are not single-quoted. */
final class Escapes {
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:([nrtvef\\\\$\"])|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u\\{([0-9a-fA-F]+)})");
    private static final Pattern VARIABLE = Pattern.compile("(?s)(?:[^\\\\]|\\\\.)*?(?:\\$[A-Za-z_{]|\\{\\$).*");

    private Escapes() {}

    /** Whether the string contains variables. */
    static boolean interpolates(String content) {
        return VARIABLE.matcher(content).matches();
    }

    /** @param quoted whether the string is in double quotes, where {@code \"} is a quote */
    static String resolve(String content, boolean quoted, int line) throws NotUnderstoodException {
        StringBuilder text = new StringBuilder();
        Matcher escape = ESCAPE.matcher(content);
        while (escape.find()) {
            String one = one(escape.group(), quoted, line);
            if (escape.group().matches("(?s)\\\\[x0-7].*") && one.charAt(0) > 0x7f) {
                throw new NotUnderstoodException("a byte that is not ASCII, written as " + escape.group(), line);
            }
            escape.appendReplacement(text, Matcher.quoteReplacement(one));
        }
        return escape.appendTail(text).toString();
    }

    private static String one(String escape, boolean quoted, int line) throws NotUnderstoodException {
        char kind = escape.charAt(1);
        return switch (kind) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000b";
            case 'e' -> "\u001b";
            case 'f' -> "\f";
            case '\\', '$' -> escape.substring(1);
            case '"' -> quoted ? "\"" : escape;
            case 'x' -> Character.toString(Integer.parseInt(escape.substring(2), 16));
            case 'u' -> character(escape, line);
            default -> Character.toString(Integer.parseInt(escape.substring(1), 8) & 0xff);
        };
    }

    private static String character(String escape, int line) throws NotUnderstoodException {
        String digits = escape.substring(3, escape.length() - 1).replaceFirst("^0+(?=.)", "");
        int codePoint = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
        if (!Character.isValidCodePoint(codePoint)
                || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw new NotUnderstoodException("a character that does not exist, written as " + escape, line);
        }
        return Character.toString(codePoint);
    }
}
