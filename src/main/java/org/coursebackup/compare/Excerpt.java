package org.coursebackup.compare;

/** Texts of archives as shown in messages: short, on one line, without control characters. */
final class Excerpt {
    private static final int AROUND = 30;

    private Excerpt() {}

    static String of(String text, int longest) {
        String shown = text.length() <= longest ? text : text.substring(0, longest) + "…";
        return printable(shown);
    }

    /** The part of a text around the point where it begins to differ from another. */
    static String around(String text, String other, int longest) {
        if (text.length() <= longest && other.length() <= longest) {
            return "'" + printable(text) + "'";
        }
        int same = 0;
        while (same < text.length() && same < other.length() && text.charAt(same) == other.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - AROUND);
        int to = Math.min(text.length(), from + longest);
        return (from > 0 ? "…'" : "'") + printable(text.substring(from, to)) + (to < text.length() ? "'…" : "'");
    }

    private static String printable(String text) {
        return text.replace("\n", "\\n").replace("\t", "\\t").replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
    }
}
