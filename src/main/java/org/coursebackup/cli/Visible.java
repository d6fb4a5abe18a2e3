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

    /** The same, cut or filled up to a width in columns of a terminal, where Chinese, Japanese and Korean take two. */
    static String column(String text, int width) {
        String printable = of(text);
        int[] all = printable.codePoints().toArray();
        int taken = columns(printable);
        StringBuilder column = new StringBuilder();
        int used = 0;
        for (int point : all) {
            if (taken > width && used + columns(point) > width - 1) {
                column.append('…');
                used++;
                break;
            }
            column.appendCodePoint(point);
            used += columns(point);
        }
        return column.append(" ".repeat(Math.max(0, width - used))).toString();
    }

    /** How many columns of a terminal a text takes. */
    static int columns(String text) {
        return text.codePoints().map(Visible::columns).sum();
    }

    private static int columns(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
            // full-width forms, and signs of these scripts
            default -> point >= 0x3000 && point <= 0x30ff || point >= 0xff00 && point <= 0xff60 ? 2 : 1;
        };
    }
}
