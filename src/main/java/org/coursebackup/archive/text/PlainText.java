package org.coursebackup.archive.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text without tags, except for well-formed multi-language elements: what Moodle makes of short texts that users enter
 * (Moodle: PARAM_TEXT).
 */
public final class PlainText {
    private static final Pattern TAG = Pattern.compile("<.*?>", Pattern.DOTALL);
    private static final Pattern LANG = Pattern.compile("<lang lang=\"[a-zA-Z0-9_-]+\"\\s*>");
    private static final Pattern SPAN =
            Pattern.compile("<span(\\s+lang=\"[a-zA-Z0-9_-]+\"|\\s+class=\"multilang\"){2}\\s*>");

    private PlainText() {}

    public static String of(String text) {
        if (text.indexOf('<') < 0) {
            return text;
        }
        if (text.contains("</lang>")) {
            return multilingual(text, "lang", LANG);
        }
        return text.contains("</span>") ? multilingual(text, "span", SPAN) : withoutTags(text, null);
    }

    /**
     * Without any tags, comments and processing instructions, as PHP's strip_tags: a "<" before white space is text,
     * and a ">" in quotes doesn't end a tag.
     */
    public static String withoutTags(String text) {
        return text.indexOf('<') < 0 ? text : withoutTags(text, null);
    }

    private static String multilingual(String text, String tag, Pattern opening) {
        String reduced = withoutTags(text, tag);
        Matcher tags = TAG.matcher(reduced);
        boolean any = false;
        boolean open = false;
        while (tags.find()) {
            any = true;
            if (tags.group().equals("</" + tag + ">")) {
                if (!open) {
                    return withoutTags(reduced, null);
                }
                open = false;
            } else if (opening.matcher(tags.group()).matches()) {
                open = true;
            } else {
                return withoutTags(reduced, null);
            }
        }
        return any && !open ? reduced : withoutTags(reduced, null);
    }

    private static String withoutTags(String text, String kept) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '<' || at + 1 < text.length() && isSpace(text.charAt(at + 1))) {
                plain.append(c);
                at++;
                continue;
            }
            int end = tagEnd(text, at);
            String tag = text.substring(at, end);
            if (kept != null && tag.matches("(?is)</?" + kept + "\\b.*>")) {
                plain.append(tag);
            }
            at = end;
        }
        return plain.toString();
    }

    private static int tagEnd(String text, int start) {
        if (text.startsWith("<!--", start)) {
            return after(text, "-->", start);
        }
        if (text.startsWith("<?", start)) {
            return after(text, "?>", start);
        }
        char quote = 0;
        int depth = 0;
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '<' && at + 1 < text.length() && !isSpace(text.charAt(at + 1))) {
                depth++;
            } else if (c == '>' && depth-- == 0) {
                return at + 1;
            }
        }
        return text.length();
    }

    private static int after(String text, String end, int start) {
        int found = text.indexOf(end, start);
        return found < 0 ? text.length() : found + end.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
