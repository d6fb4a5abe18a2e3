package org.coursebackup.archive.text;

/** Links to the legacy files of a course, as Moodle 1 wrote them. */
final class LegacyFileLinks {
    static final String MARK = "$@FILEPHP@$";

    private static final String URL_CHARACTERS = "-;:@#&=$~_.+!*',";

    private LegacyFileLinks() {}

    /**
     * Replaces each link by a marker, and the slashes and download flag in the path after it by placeholders: a
     * restored site may write both differently.
     */
    static String encode(String text, String wwwroot, long courseId) {
        if (!text.contains("file.php")) {
            return text;
        }
        String marked = text;
        for (String start :
                new String[] {"/file.php/", "/file.php?file=/", "/file.php?file=%2f", "/file.php?file=%2F"}) {
            marked = marked.replace(wwwroot + start + courseId, MARK);
        }
        StringBuilder encoded = new StringBuilder(marked.length() + 64);
        int from = 0;
        for (int mark = marked.indexOf(MARK); mark >= 0; mark = marked.indexOf(MARK, from)) {
            int start = mark + MARK.length();
            int end = end(marked, start);
            encoded.append(marked, from, start).append(neutral(marked.substring(start, end)));
            from = end;
        }
        return encoded.append(marked, from, marked.length()).toString();
    }

    /**
     * Where the URL that starts at {@code start} ends: path, then parameters; punctuation at its end is not part of it.
     */
    private static int end(String text, int start) {
        int end = start;
        if (slashLength(text, start) > 0) {
            end = run(text, start + slashLength(text, start), false);
        }
        if (end < text.length() && text.charAt(end) == '?') {
            end = run(text, end + 1, true);
        }
        while (end > start && ",.;".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static int slashLength(String text, int at) {
        return text.startsWith("/", at) ? 1 : text.startsWith("%2f", at) || text.startsWith("%2F", at) ? 3 : 0;
    }

    private static int run(String text, int start, boolean parameters) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '/' || plain(c) || c == '?' && parameters) {
                at++;
            } else if (c == '%' && at + 2 < text.length() && hex(text.charAt(at + 1)) && hex(text.charAt(at + 2))) {
                at += 3;
            } else if (c == '(' && closing(text, at) > 0) {
                at = closing(text, at);
            } else {
                break;
            }
        }
        return at;
    }

    private static int closing(String text, int open) {
        int at = open + 1;
        while (at < text.length() && plain(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == ')' ? at + 1 : -1;
    }

    private static boolean plain(char c) {
        return Character.isLetter(c) || c >= '0' && c <= '9' || URL_CHARACTERS.indexOf(c) >= 0;
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }

    private static String neutral(String url) {
        return url.replace("/", "$@SLASH@$")
                .replace("%2f", "$@SLASH@$")
                .replace("%2F", "$@SLASH@$")
                .replace("?forcedownload=1", "$@FORCEDOWNLOAD@$")
                .replace("&forcedownload=1", "$@FORCEDOWNLOAD@$")
                .replace("&amp;forcedownload=1", "$@FORCEDOWNLOAD@$");
    }
}
