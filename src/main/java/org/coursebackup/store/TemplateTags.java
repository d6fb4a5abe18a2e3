package org.coursebackup.store;

import java.util.regex.Pattern;

/**
 * Looks through the tags of a template for what PHP's Mustache and JMustache read differently: tags that never end,
 * which JMustache takes as text, delimiters of which it knows only short ones, and names to which it gives a meaning.
 */
final class TemplateTags {
    private static final String KINDS = "{#^/&>!=";
    private static final Pattern NAME =
            Pattern.compile("\\.|[^\\s.{}<>=|*%$&^#/!\"']+(?:\\.[^\\s.{}<>=|*%$&^#/!\"']+)*");
    private static final Pattern SPECIAL = Pattern.compile("(?:.*\\.)?(?:this|-first|-last|-index)(?:\\..*)?");
    private static final Pattern DELIMITERS = Pattern.compile("[^\\s=]{1,2} [^\\s=]{1,2}");

    private final String template;
    private String open = "{{";
    private String close = "}}";

    private TemplateTags(String template) {
        this.template = template;
    }

    /** @throws UnusableTemplateException if there is any such thing */
    static void check(String template) throws UnusableTemplateException {
        new TemplateTags(template).check();
    }

    private void check() throws UnusableTemplateException {
        int at = template.indexOf(open);
        while (at >= 0) {
            int inside = at + open.length();
            char kind = inside < template.length() && KINDS.indexOf(template.charAt(inside)) >= 0
                    ? template.charAt(inside++)
                    : ' ';
            String end = kind == '=' ? "=" + close : kind == '{' ? "}" + close : close;
            int to = template.indexOf(end, inside);
            if (to < 0) {
                throw new UnusableTemplateException("a tag in it never ends, from '" + excerpt(at) + "' on");
            }
            tag(kind, template.substring(inside, to));
            at = template.indexOf(open, to + end.length());
        }
    }

    private void tag(char kind, String tag) throws UnusableTemplateException {
        if (kind == '=') {
            delimiters(tag);
        } else if (kind != '!') {
            String name = tag.trim();
            boolean known = NAME.matcher(name).matches()
                    && !SPECIAL.matcher(name).matches()
                    && !hasAny(name, open + close)
                    && !(kind == '{' && !open.equals("{{"));
            if (!known) {
                throw new UnusableTemplateException(
                        "its tag '" + excerpt(open + (kind == ' ' ? "" : kind) + tag + close)
                                + "' is none that this program reads as Moodle does");
            }
        }
    }

    private void delimiters(String tag) throws UnusableTemplateException {
        if (!DELIMITERS.matcher(tag).matches() || hasAny(tag, open + close)) {
            throw new UnusableTemplateException(
                    "it changes the delimiters of tags to '" + excerpt(tag) + "', which this program cannot");
        }
        open = tag.substring(0, tag.indexOf(' '));
        close = tag.substring(tag.indexOf(' ') + 1);
    }

    private static boolean hasAny(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    private String excerpt(int from) {
        return excerpt(template.substring(from));
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
