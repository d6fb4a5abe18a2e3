package org.coursebackup.archive.text;

/**
 * Removes from a text what XML can't hold and makes line ends uniform, as Moodle's XML writer does: control characters
 * except tab and line feed, U+FFFE, U+FFFF and lone surrogates go; CR LF and CR become LF.
 */
final class CleanText {
    private CleanText() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (suspicious(text.charAt(i))) {
                return clean(text, i);
            }
        }
        return text;
    }

    private static boolean suspicious(char c) {
        return c < 0x20 && c != '\t' && c != '\n' || c == 0x7F || c >= 0xFFFE || Character.isSurrogate(c);
    }

    private static String clean(String text, int from) {
        StringBuilder cleaned = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                    cleaned.append('\n');
                }
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                cleaned.append(c).append(text.charAt(++i));
            } else if (!suspicious(c)) {
                cleaned.append(c);
            }
        }
        return cleaned.toString();
    }
}
