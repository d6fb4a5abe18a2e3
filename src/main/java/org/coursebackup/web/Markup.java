package org.coursebackup.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pebbletemplates.pebble.extension.escaper.SafeString;

import org.coursebackup.language.Amount;
import org.coursebackup.language.Code;
import org.coursebackup.language.English;
import org.coursebackup.language.Language;
import org.coursebackup.language.Text;

/** Texts of the bundles as HTML: what is said is escaped, what a template put into it as HTML stays HTML. */
final class Markup {
    /** Stands for an argument that is HTML already; nobody means anything by these two. */
    private static final Pattern PLACE = Pattern.compile("\uE000(\\d+)\uE001");

    private static final Pattern ENDS = Pattern.compile("[\uE000\uE001]");

    private Markup() {}

    static SafeString of(Language language, Text text) {
        return of(language, text.key(), text.arguments());
    }

    /**
     * @param arguments numbers, HTML ({@code SafeString}), texts, what is English everywhere, or any other thing's name
     */
    static SafeString of(Language language, String key, List<?> arguments) {
        List<String> html = new ArrayList<>();
        Object[] said = new Object[arguments.size()];
        for (int n = 0; n < said.length; n++) {
            said[n] = argument(language, arguments.get(n), html);
        }
        return new SafeString(PLACE.matcher(escaped(language.say(key, said)))
                .replaceAll(found -> Matcher.quoteReplacement(html.get(Integer.parseInt(found.group(1))))));
    }

    private static Object argument(Language language, Object argument, List<String> html) {
        if (argument instanceof Number number) {
            return number;
        }
        if (argument instanceof Amount amount) {
            return language.notation().bytes(amount.bytes());
        }
        if (argument instanceof Text text) {
            html.add(of(language, text).toString());
        } else if (argument instanceof English english) {
            html.add(english(language, english.said()).toString());
        } else if (argument instanceof Code code) {
            html.add(code(code.said()).toString());
        } else if (argument instanceof SafeString safe) {
            html.add(safe.toString());
        } else {
            return ENDS.matcher(Filters.plain(String.valueOf(argument), 2000)).replaceAll("");
        }
        return "\uE000" + (html.size() - 1) + "\uE001";
    }

    /** Says to screen readers, and for hyphenation, that it is English. */
    static SafeString english(Language language, String said) {
        String escaped = escaped(Filters.plain(said, 2000));
        return new SafeString(language.english() ? escaped : "<span lang=\"en\">" + escaped + "</span>");
    }

    static SafeString code(String said) {
        return new SafeString("<code>" + escaped(Filters.plain(said, 2000)) + "</code>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
