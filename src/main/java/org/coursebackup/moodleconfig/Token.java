package org.coursebackup.moodleconfig;

/**
 * A piece of PHP.
 *
 * @param text the name, the operator, the number; of strings the content, with escapes resolved where nothing is
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
        /** A string with variables in it, not yet taken apart. */
        TEMPLATE,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Keywords are the same in any case. */
    boolean word(String keyword) {
        return kind == Kind.NAME && text.equalsIgnoreCase(keyword);
    }
}
