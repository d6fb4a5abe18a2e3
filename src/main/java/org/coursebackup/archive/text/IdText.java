package org.coursebackup.archive.text;

/** Tells ids from other text in columns that hold either. */
public final class IdText {
    private static final String LARGEST = Long.toString(Long.MAX_VALUE);

    private IdText() {}

    /** Whether the text is a number that fits a database id: only digits, no sign, at most {@link Long#MAX_VALUE}. */
    public static boolean isId(String value) {
        if (value.isEmpty()
                || value.length() > LARGEST.length()
                || value.length() == LARGEST.length() && value.compareTo(LARGEST) > 0) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
