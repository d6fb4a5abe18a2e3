package org.coursebackup.archive.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.archive.definition.LinkDefinition;

/**
 * Replaces links into the site by the placeholders that a restore turns into links to the new site: the course's legacy
 * files, embedded H5P, then the rules of the course and of each module (Moodle: content link encoders). Thread-safe.
 */
public final class LinkEncoder {
    /** Moodle never searches texts shorter than this, in bytes. */
    private static final int SHORTEST = 32;

    /** Begins the address of a page that is not in the module's own folder. */
    private static final String OUTSIDE = "../../";

    private static final String OUTSIDE_LINKS = " \n\t<>\"";

    /** Characters of the longest link, surely. */
    private static final int LONGEST = 4096;

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?\\s*");

    /** @param beginning what every text has that the pattern is found in; a search for it is cheap */
    private record Rule(String beginning, Pattern pattern, String replacement) {}

    private final String wwwroot;
    private final String bareRoot;
    private final String encodedBareRoot;
    private final List<Rule> rules = new ArrayList<>();

    /** Takes the rules in the order given: the course's first, then each module's by name. */
    public LinkEncoder(String wwwroot, Collection<List<LinkDefinition>> links, Predicate<String> flag) {
        this.wwwroot = wwwroot;
        this.bareRoot = wwwroot.replaceFirst("^https?://", "");
        this.encodedBareRoot = urlencode(bareRoot);
        links.stream()
                .flatMap(List::stream)
                .filter(link -> link.when().flagsHold(flag))
                .forEach(this::add);
    }

    private void add(LinkDefinition link) {
        // the course's rules apply to both schemes, a module's only to the address as configured
        List<String> roots =
                link.module() == null ? List.of("https://" + bareRoot, "http://" + bareRoot) : List.of(wwwroot);
        boolean elsewhere = link.url().startsWith(OUTSIDE);
        String folder = link.module() == null || elsewhere ? "/" : "/mod/" + link.module() + "/";
        String url = elsewhere ? link.url().substring(OUTSIDE.length()) : link.url();
        String numbers = url.contains("=L") ? "*$1*$2*$3" : url.contains("M") ? "*$1*$2" : "*$1";
        String replacement =
                Matcher.quoteReplacement("$@" + link.placeholder()) + numbers + Matcher.quoteReplacement("@$");
        for (String root : roots) {
            String base = link.encoded() ? urlencode(root + folder) : root + folder;
            rules.add(new Rule(base, Pattern.compile(pattern(base, url, link)), replacement));
        }
    }

    private static String pattern(String base, String url, LinkDefinition link) {
        StringBuilder regex = new StringBuilder(Pattern.quote(base));
        for (String part : url.split("(?<=[NM&]|=L)|(?=[NM&])|(?<==)(?=L)")) {
            if (part.equals("N") || part.equals("M") || part.equals("L")) {
                regex.append("([0-9]+)");
            } else if (part.equals("&") && !link.strict() && !link.encoded()) {
                regex.append("(?:&amp;|&)");
            } else {
                regex.append(Pattern.quote(link.encoded() ? urlencode(part) : part));
            }
        }
        return regex.toString();
    }

    private static String urlencode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    /** The text as it goes into an archive of the course. */
    public String encode(String text, long courseId) {
        if (!mayHaveLinks(text)
                || text.getBytes(StandardCharsets.UTF_8).length < SHORTEST
                || NUMBER.matcher(text).matches()) {
            return text;
        }
        return encoded(text, courseId);
    }

    /** The same for a part of a long text that was cut where {@link #cut} says. */
    public String encodePart(String part, long courseId) {
        return mayHaveLinks(part) ? encoded(part, courseId) : part;
    }

    /**
     * Where to cut a text of which only a part is known: in front of what may be the beginning of a link, never between
     * characters that belong together. At least one character stays before the cut.
     */
    public static int cut(String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            if (OUTSIDE_LINKS.indexOf(text.charAt(i)) >= 0) {
                return i + 1;
            }
        }
        // pages of letters without a space or a quotation mark: an image inside the text
        int end = text.length();
        int from = Math.max(1, end - LONGEST);
        for (String start : new String[] {"http", "$@"}) {
            int found = text.indexOf(start, from);
            end = found < 0 ? end : Math.min(end, found);
        }
        char last = text.charAt(end - 1);
        return end > 1 && (last == '\r' || Character.isHighSurrogate(last)) ? end - 1 : end;
    }

    private boolean mayHaveLinks(String text) {
        return text.contains(bareRoot) || text.contains(encodedBareRoot) || text.contains(LegacyFileLinks.MARK);
    }

    private String encoded(String text, long courseId) {
        String encoded =
                LegacyFileLinks.encode(text, wwwroot, courseId).replace(wwwroot + "/h5p/embed.php", "$@H5PEMBED@$");
        for (Rule rule : rules) {
            if (encoded.contains(rule.beginning)) {
                encoded = rule.pattern.matcher(encoded).replaceAll(rule.replacement);
            }
        }
        return encoded;
    }
}
