package org.coursebackup.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import org.coursebackup.export.ArchiveDifference.FileChange;
import org.coursebackup.language.Amount;
import org.coursebackup.language.Text;
import org.coursebackup.manifest.ManifestListing.Entry;

/**
 * What differs between two archives of a course, as their manifests tell.
 *
 * @param name file name of the earlier archive
 * @param made when that was made
 * @param sentences what differs, in words; empty if nothing does
 * @param files those that were added, removed or changed, by name; the first 200
 * @param filesChanged how many there are
 * @param rows number of rows in the earlier archive and in this one, of tables in which it differs
 */
public record ArchiveChange(
        String name,
        Instant made,
        List<Text> sentences,
        List<FileChange> files,
        int filesChanged,
        Map<String, List<Long>> rows) {
    private static final int NAMED = 12;
    /** Written anew with each archive. */
    private static final String INDEX = "moodle_backup.xml";

    /**
     * @param before the earlier archive's entries, by name
     * @param after this one's
     * @param titles turns a directory such as {@code activities/forum_7} into words
     */
    static List<Text> sentences(Map<String, Entry> before, Map<String, Entry> after, UnaryOperator<String> titles) {
        List<Text> sentences = new ArrayList<>();
        Map<String, Map<String, String>> was = directories(before);
        Map<String, Map<String, String>> is = directories(after);
        describe(sentences, was, is, "activities", titles);
        describe(sentences, was, is, "sections", titles);
        files(sentences, before, after);
        TreeSet<String> others = new TreeSet<>();
        for (String directory : union(was, is)) {
            if (!directory.startsWith("activities/") && !directory.startsWith("sections/")) {
                Map<String, String> old = was.getOrDefault(directory, Map.of());
                Map<String, String> now = is.getOrDefault(directory, Map.of());
                for (String name : union(old, now)) {
                    if (!name.equals(INDEX) && !String.valueOf(old.get(name)).equals(now.get(name))) {
                        others.add(name);
                    }
                }
            }
        }
        if (!others.isEmpty()) {
            sentences.add(Text.of("difference.documents", listed(new ArrayList<>(others))));
        }
        return sentences;
    }

    private static void describe(
            List<Text> sentences,
            Map<String, Map<String, String>> was,
            Map<String, Map<String, String>> is,
            String kind,
            UnaryOperator<String> titles) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (String directory : union(was, is)) {
            if (directory.startsWith(kind + "/")) {
                if (!was.containsKey(directory)) {
                    added.add(titles.apply(directory));
                } else if (!is.containsKey(directory)) {
                    removed.add(titles.apply(directory));
                } else if (!was.get(directory).equals(is.get(directory))) {
                    changed.add(titles.apply(directory));
                }
            }
        }
        say(sentences, added, kind + "-added");
        say(sentences, removed, kind + "-removed");
        say(sentences, changed, kind + "-changed");
    }

    private static void say(List<Text> sentences, List<String> which, String what) {
        if (!which.isEmpty()) {
            sentences.add(Text.of("difference." + what, which.size(), listed(which)));
        }
    }

    private static void files(List<Text> sentences, Map<String, Entry> before, Map<String, Entry> after) {
        long[] added = missing(after, before);
        long[] removed = missing(before, after);
        if (added[0] > 0) {
            sentences.add(Text.of("difference.contents-added", added[0], new Amount(added[1])));
        }
        if (removed[0] > 0) {
            sentences.add(Text.of("difference.contents-removed", removed[0], new Amount(removed[1])));
        }
    }

    private static long[] missing(Map<String, Entry> of, Map<String, Entry> in) {
        long[] found = {0, 0};
        of.forEach((name, entry) -> {
            if (name.startsWith("files/") && !in.containsKey(name)) {
                found[0]++;
                found[1] += entry.bytes();
            }
        });
        return found;
    }

    private static Object listed(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? Text.of("difference.more", first, names.size() - NAMED) : first;
    }

    /** Hashes by document, by directory; without the contents of files. Those of the whole course have their path. */
    private static Map<String, Map<String, String>> directories(Map<String, Entry> entries) {
        Map<String, Map<String, String>> directories = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (!name.startsWith("files/")) {
                boolean whole = !name.startsWith("activities/") && !name.startsWith("sections/");
                String directory = whole ? "" : name.substring(0, name.lastIndexOf('/'));
                directories
                        .computeIfAbsent(directory, key -> new HashMap<>())
                        .put(whole ? name : name.substring(directory.length() + 1), entry.sha256());
            }
        });
        return directories;
    }

    private static TreeSet<String> union(Map<String, ?> one, Map<String, ?> other) {
        TreeSet<String> both = new TreeSet<>(one.keySet());
        both.addAll(other.keySet());
        return both;
    }

    /** The tables in which the number of rows differs. */
    static Map<String, List<Long>> rows(Map<String, Long> before, Map<String, Long> after) {
        Map<String, List<Long>> rows = new TreeMap<>();
        for (String table : union(before, after)) {
            long was = before.getOrDefault(table, 0L);
            long is = after.getOrDefault(table, 0L);
            if (was != is) {
                rows.put(table, List.of(was, is));
            }
        }
        return rows;
    }
}
