package org.coursebackup.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.settings.Secret;

/** Takes out of texts what is nobody's business outside: secrets, addresses of people, names of courses and files. */
final class Discreet {
    private static final int SHORTEST = 4;
    /** A shorter secret may be a part of words, and what is missing in them would tell it. */
    private static final int LONG = 8;

    private static final Pattern PERSON =
            Pattern.compile("[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*");
    private static final Pattern ARCHIVE =
            Pattern.compile("(backup-moodle2-(?:course|activity|section)-\\d+-)\\S*?(\\d{8}-\\d{4}\\S*)");
    /** Not the apostrophe within a word. */
    private static final Pattern QUOTED = Pattern.compile("(?<!\\w)'[^'\\n]{1,300}'(?!\\w)|\"[^\"\\n]{1,300}\"");

    private final List<String> secrets = new ArrayList<>();
    private final Map<String, String> names =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    Discreet(List<Secret> secrets) {
        secrets.stream()
                .map(Secret::text)
                .filter(text -> text.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(this.secrets::add);
    }

    /** Has a course called by its number. */
    void course(long id, String shortname, String fullname) {
        for (String name : List.of(shortname, fullname)) {
            if (name.length() >= SHORTEST) {
                names.put(name, "(course " + id + ")");
            }
        }
    }

    /** A text of this program about its surroundings. */
    String text(String text) {
        String discreet = ARCHIVE.matcher(text).replaceAll("$1…-$2");
        for (String secret : secrets) {
            String quoted = Pattern.quote(secret);
            discreet = discreet.replaceAll(
                    secret.length() < LONG ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted, "***");
        }
        return PERSON.matcher(discreet).replaceAll("(address)");
    }

    /** A text about courses: what stands in quotation marks may be the name of anything in them. */
    String aboutCourses(String text) {
        String discreet = text(text);
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (discreet.contains(name.getKey())) {
                discreet = discreet.replace(name.getKey(), name.getValue());
            }
        }
        return QUOTED.matcher(discreet).replaceAll(Matcher.quoteReplacement("'…'"));
    }
}
