package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.coursebackup.export.ArchiveEntries.Entry;
import org.coursebackup.verify.ArchiveIndex;
import org.coursebackup.verify.Sha256;

/**
 * What differs between two archives of a course, as the archives themselves say: their documents are read, contents of
 * files are told by their hashes. When and under which name they were made is no difference.
 */
public record ArchiveDifference(
        Side before,
        Side after,
        List<Change> sections,
        List<Change> activities,
        List<Change> course,
        List<FileChange> files) {

    /** An archive. */
    public record Side(long course, String shortname, String moodle, Instant begun) {}

    /**
     * A section or activity, or a document or block of the whole course.
     *
     * @param what {@code added}, {@code removed} or {@code changed}
     * @param where its directory, or the document
     * @param title for people
     * @param rows of the documents that changed, by document and kind; empty unless it changed
     */
    public record Change(String what, String where, String title, List<RowChange> rows) {}

    /** How many rows of a kind, such as the posts of a forum, were added, removed or changed in a document. */
    public record RowChange(String document, String row, long added, long removed, long changed) {}

    /**
     * A file of the course.
     *
     * @param what {@code added}, {@code removed} or {@code changed}
     * @param owner component and file area, such as {@code mod_folder/content}
     * @param bytes of the later content, or of the removed one
     */
    public record FileChange(String what, String owner, String path, long bytes) {}

    /** Whether nothing differs. */
    public boolean none() {
        return sections.isEmpty() && activities.isEmpty() && course.isEmpty() && files.isEmpty();
    }

    /** @throws IOException if one of them can't be read; the message tells which */
    public static ArchiveDifference of(Path before, Path after) throws IOException {
        try (ArchiveEntries one = opened(before);
                ArchiveEntries other = opened(after)) {
            return new Comparison(new EntryReader(one), new EntryReader(other)).difference();
        }
    }

    /**
     * Only what differs between their files; of their documents nothing but the list of files is read.
     *
     * @throws IOException if one of them can't be read; the message tells which
     */
    public static List<FileChange> files(Path before, Path after) throws IOException {
        try (ArchiveEntries one = opened(before);
                ArchiveEntries other = opened(after)) {
            return files(new EntryReader(one), new EntryReader(other));
        }
    }

    private static List<FileChange> files(EntryReader before, EntryReader after) throws IOException {
        Map<String, ListedFile> old = ListedFile.byPlace(before);
        Map<String, ListedFile> now = ListedFile.byPlace(after);
        List<FileChange> changes = new ArrayList<>();
        old.forEach((place, file) -> {
            if (!now.containsKey(place)) {
                changes.add(new FileChange("removed", file.owner(), file.path(), file.bytes()));
            }
        });
        now.forEach((place, file) -> {
            if (!old.containsKey(place)) {
                changes.add(new FileChange("added", file.owner(), file.path(), file.bytes()));
            } else if (!old.get(place).content().equals(file.content())) {
                changes.add(new FileChange("changed", file.owner(), file.path(), file.bytes()));
            }
        });
        return changes;
    }

    private static ArchiveEntries opened(Path archive) throws IOException {
        try {
            return ArchiveEntries.of(archive, Map.of());
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IOException(archive + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** One archive in the comparison. */
    private record Opened(EntryReader archive, ArchiveIndex index, Map<String, String> titles) {
        static Opened of(EntryReader archive) throws IOException {
            ArchiveIndex index = ArchiveIndex.read(archive.open(ArchiveIndex.NAME));
            Map<String, String> titles = new HashMap<>();
            index.activities()
                    .forEach(activity -> titles.put(
                            activity.directory(),
                            activity.moduleName() + " '" + activity.title() + "' (" + activity.id() + ")"));
            index.sections().forEach(section -> titles.put(section.directory(), section.title()));
            return new Opened(archive, index, titles);
        }

        Side side() {
            return new Side(
                    Ids.number(index.text("original_course_id")),
                    index.text("original_course_shortname"),
                    index.text("moodle_release"),
                    Instant.ofEpochSecond(Ids.number(index.text("backup_date"))));
        }

        /** Documents by what they belong to: a section, an activity, or themselves. */
        Map<String, Set<String>> owners() {
            Map<String, Set<String>> owners = new TreeMap<>();
            for (Entry entry : archive.all()) {
                String name = entry.name();
                if (name.endsWith(".xml")
                        && !name.equals(ArchiveIndex.NAME)
                        && !name.equals("files.xml")
                        // what they list is told by what they list
                        && !name.endsWith("/" + CutReferences.INFOREF)) {
                    owners.computeIfAbsent(owner(name), owner -> new TreeSet<>())
                            .add(name);
                }
            }
            return owners;
        }

        private static String owner(String document) {
            String[] steps = document.split("/");
            return steps.length > 2 && (steps[0].equals("activities") || steps[0].equals("sections"))
                    ? steps[0] + "/" + steps[1]
                    : document;
        }

        String hash(String document) throws IOException {
            MessageDigest digest = Sha256.digest();
            try (InputStream in = new DigestInputStream(archive.open(document), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return Sha256.hex(digest);
        }
    }

    private static final class Comparison {
        private final Opened before;
        private final Opened after;
        private final List<Change> sections = new ArrayList<>();
        private final List<Change> activities = new ArrayList<>();
        private final List<Change> course = new ArrayList<>();

        Comparison(EntryReader before, EntryReader after) throws IOException {
            this.before = Opened.of(before);
            this.after = Opened.of(after);
        }

        ArchiveDifference difference() throws IOException {
            Map<String, Set<String>> was = before.owners();
            Map<String, Set<String>> is = after.owners();
            Set<String> owners = new TreeSet<>(was.keySet());
            owners.addAll(is.keySet());
            for (String owner : owners) {
                if (!was.containsKey(owner)) {
                    note(owner, "added", List.of());
                } else if (!is.containsKey(owner)) {
                    note(owner, "removed", List.of());
                } else {
                    changed(owner, was.get(owner), is.get(owner));
                }
            }
            return new ArchiveDifference(
                    before.side(),
                    after.side(),
                    sections,
                    activities,
                    course,
                    files(before.archive(), after.archive()));
        }

        private void changed(String owner, Set<String> was, Set<String> is) throws IOException {
            List<RowChange> rows = new ArrayList<>();
            boolean differs = false;
            Set<String> documents = new TreeSet<>(was);
            documents.addAll(is);
            for (String document : documents) {
                String name = document.substring(document.startsWith(owner + "/") ? owner.length() + 1 : 0);
                if (!was.contains(document) || !is.contains(document)) {
                    differs = true;
                } else if (!before.hash(document).equals(after.hash(document))) {
                    differs = true;
                    RowPrints.differences(
                                    RowPrints.of(before.archive().open(document)),
                                    RowPrints.of(after.archive().open(document)))
                            .forEach((kind, each) ->
                                    rows.add(new RowChange(name, kind, each.added(), each.removed(), each.changed())));
                }
            }
            if (differs) {
                note(owner, "changed", rows);
            }
        }

        private void note(String owner, String what, List<RowChange> rows) {
            String title = after.titles().getOrDefault(owner, before.titles().getOrDefault(owner, owner));
            (owner.startsWith("sections/") ? sections : owner.startsWith("activities/") ? activities : course)
                    .add(new Change(what, owner, title, rows));
        }
    }
}
