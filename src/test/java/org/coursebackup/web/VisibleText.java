package org.coursebackup.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people read, or hear, of a page that is well-formed. */
final class VisibleText {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][\\w-]*)((?:\\s[^>]*)?)>");
    private static final Pattern SPOKEN = Pattern.compile("\\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"");
    private static final Set<String> EMPTY = Set.of("meta", "link", "input", "br");
    /** Names, code, and dates as the language's own formats have them. */
    private static final Set<String> OTHERS = Set.of("bdi", "code", "pre", "time", "script", "style", "option");

    private VisibleText() {}

    /** The texts of a page that are in its language; without names, code, times and what is marked as English. */
    static List<String> of(String page) {
        List<String> texts = new ArrayList<>();
        Deque<Boolean> inLanguage = new ArrayDeque<>(List.of(true));
        Matcher tag = TAG.matcher(page.substring(page.indexOf("<html")));
        int end = 0;
        StringBuffer between = new StringBuffer();
        while (tag.find()) {
            between.setLength(0);
            tag.appendReplacement(between, "");
            if (inLanguage.peek()) {
                texts.add(between.toString());
            }
            end = tag.end();
            boolean other = !inLanguage.peek()
                    || OTHERS.contains(tag.group(2))
                    || tag.group(3).contains(" lang=\"") && !tag.group(2).equals("html")
                    || tag.group(3).contains("class=\"id\"");
            if (!tag.group(1).isEmpty()) {
                inLanguage.pop();
            } else {
                if (!other) {
                    SPOKEN.matcher(tag.group(3)).results().forEach(spoken -> texts.add(spoken.group(1)));
                }
                if (!EMPTY.contains(tag.group(2)) && !tag.group(3).endsWith("/")) {
                    inLanguage.push(!other);
                }
            }
        }
        if (inLanguage.size() != 1 || end == 0) {
            throw new IllegalArgumentException("not well-formed: " + inLanguage.size());
        }
        return texts.stream()
                .map(VisibleText::decoded)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String decoded(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
