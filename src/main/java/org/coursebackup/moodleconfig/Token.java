package org.coursebackup.moodleconfig;

/**
 * A piece of PHP.
 *
 * @param text the name, the operator, the number; for strings the content, with escapes resolved if nothing is
 *     interpolated
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        /** Without the dollar sign. */
        VARIABLE,
        /** Keywords and names, backslashes of namespaces included. */
        NAME,
        NUMBER,
        STRING,
        /** A string that contains variables, not yet split. */
        TEMPLATE,
        SIGN,
        END
    }

    /** For messages; strings are not shown, since they may be secrets. */
    String described() {
        return switch (kind) {
            case VARIABLE -> "$" + text;
            case STRING, TEMPLATE -> "a string";
            case END -> "the end of the file";
            default -> "'" + text + "'";
        };
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Whether it is that keyword, in upper or lower case. */
    boolean word(String keyword) {
        return kind == Kind.NAME && text.equalsIgnoreCase(keyword);
    }
}
