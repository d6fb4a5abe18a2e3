package org.coursebackup.cli;

/** Text that may come from Moodle, made safe for a terminal. */
final class Visible {
    private Visible() {}

    /** Control characters, invisible ones and changes of the writing direction become question marks. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    /** The same for several lines. */
    static String lines(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]", "?");
    }
}
