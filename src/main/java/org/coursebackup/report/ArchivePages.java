package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.export.ActivityFiles;
import org.coursebackup.export.ArchiveDifference;
import org.coursebackup.export.ArchiveDifference.FileChange;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.language.Text;
import org.coursebackup.manifest.ManifestListing;
import org.coursebackup.manifest.ManifestListing.Entry;
import org.coursebackup.report.ArchiveView.Activity;
import org.coursebackup.report.ArchiveView.Document;
import org.coursebackup.report.ArchiveView.Section;
import org.coursebackup.settings.FallbackSettings;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ArchiveOverview;

/**
 * What single archives hold. Sizes and differences come from their manifests; titles of sections and activities, and
 * the names of files, are looked up in the archive, of which nothing but its table of contents and its list of files is
 * read.
 */
public final class ArchivePages {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivePages.class);
    private static final String ACTIVITIES = "activities/";
    private static final int MOST_FILES = 200;

    private final Courses courses;
    private final HistoryReader history;
    private final Downloads downloads;
    private final FallbackSettings moodle;

    public ArchivePages(Courses courses, HistoryReader history, Downloads downloads, FallbackSettings moodle) {
        this.courses = courses;
        this.history = history;
        this.downloads = downloads;
        this.moodle = moodle;
    }

    /** @throws NotFoundException if the course has no archive of that name any more */
    public ArchiveView view(String id, String name) {
        CourseEntry course = courses.known(id);
        List<ArchiveRow> rows = history.archives(course.id()).stream()
                .filter(row -> row.removed() == null)
                .toList();
        // its copies elsewhere have the same name
        ArchiveRow row = rows.stream()
                .filter(known -> known.fileName().equals(name))
                .max((one, other) ->
                        Boolean.compare(here(one).isPresent(), here(other).isPresent()))
                .orElseThrow(() -> new NotFoundException(Text.of("missing.archive", "" + course.id())));
        Optional<Path> file = here(row);
        Map<String, Entry> entries = file.map(ArchivePages::entries).orElse(Map.of());
        List<Section> sections =
                sections(file, entries, file.map(ArchivePages::files).orElse(Map.of()));
        long documentBytes = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("files/"))
                .mapToLong(entry -> entry.getValue().bytes())
                .sum();
        long fileBytes = entries.values().stream().mapToLong(Entry::bytes).sum() - documentBytes;
        int files = (int) entries.keySet().stream()
                .filter(entry -> entry.startsWith("files/"))
                .count();
        return new ArchiveView(
                name,
                row,
                file.map(here -> worth(here, row)).orElse(null),
                entries.size() - files,
                documentBytes,
                files,
                fileBytes,
                sections,
                difference(row, rows, entries, sections),
                file.map(here -> RestoreHelp.of(here, Optional.of(moodle), RestoreHelp.CATEGORY))
                        .orElse(null));
    }

    private Optional<Path> here(ArchiveRow row) {
        return downloads.find(row.location(), row.fileName());
    }

    private String worth(Path file, ArchiveRow row) {
        try {
            return downloads.manifest(file, row.sha256());
        } catch (IOException removedMeanwhile) {
            return "missing";
        }
    }

    /** Empty if there is no manifest, or it can't be read. */
    private static Map<String, Entry> entries(Path archive) {
        try {
            Map<String, Entry> entries =
                    new LinkedHashMap<>(ManifestListing.beside(archive).entries());
            // what a thin one refers to is listed itself
            entries.remove(ThinArchive.LIST);
            return entries;
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("The manifest of {} can't be read: {}", archive, unreadable.toString());
            return Map.of();
        }
    }

    /** Files by the activity's directory; empty if they are not known. */
    private static Map<String, ActivityFiles> files(Path archive) {
        if (AgeFile.named(archive.getFileName().toString())) {
            return Map.of();
        }
        try {
            return ActivityFiles.of(archive);
        } catch (IOException unreadable) {
            LOG.debug("The files of {} can't be listed: {}", archive, unreadable.toString());
            return Map.of();
        }
    }

    private static List<Section> sections(
            Optional<Path> file, Map<String, Entry> entries, Map<String, ActivityFiles> files) {
        Map<String, List<Document>> documents = documents(entries);
        Optional<ArchiveOverview> overview = file.flatMap(ArchivePages::overview);
        if (overview.isEmpty()) {
            List<Activity> all = new ArrayList<>();
            documents.forEach((directory, parts) -> all.add(activity(directory, "", parts)));
            return all.isEmpty() ? List.of() : List.of(new Section("", all));
        }
        return overview.get().sections().stream()
                .map(section -> new Section(
                        section.title(),
                        section.activities().stream()
                                .map(known -> {
                                    String directory = ACTIVITIES + known.module() + "_" + known.courseModuleId();
                                    List<Document> parts = documents.getOrDefault(directory, List.of());
                                    return new Activity(
                                            known.courseModuleId(),
                                            known.module(),
                                            known.title(),
                                            known.bytes(),
                                            parts,
                                            files.get(directory));
                                })
                                .toList()))
                .toList();
    }

    private static Activity activity(String directory, String title, List<Document> documents) {
        String name = directory.substring(ACTIVITIES.length());
        int end = name.lastIndexOf('_');
        String number = name.substring(end + 1);
        return new Activity(
                number.matches("\\d{1,18}") ? Long.parseLong(number) : 0,
                end < 0 ? name : name.substring(0, end),
                title,
                documents.stream().mapToLong(Document::bytes).sum(),
                documents,
                null);
    }

    /** The documents of each activity, by its directory. */
    private static Map<String, List<Document>> documents(Map<String, Entry> entries) {
        Map<String, List<Document>> documents = new TreeMap<>();
        entries.forEach((name, entry) -> {
            int end = name.lastIndexOf('/');
            if (name.startsWith(ACTIVITIES) && end > ACTIVITIES.length()) {
                documents
                        .computeIfAbsent(name.substring(0, end), key -> new ArrayList<>())
                        .add(new Document(name.substring(end + 1), entry.bytes()));
            }
        });
        return documents;
    }

    /** Empty for an encrypted archive, and for one that can't be read. */
    private static Optional<ArchiveOverview> overview(Path archive) {
        if (AgeFile.named(archive.getFileName().toString())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArchiveOverview.of(archive));
        } catch (IOException unreadable) {
            LOG.debug("{} can't be read: {}", archive, unreadable.toString());
            return Optional.empty();
        }
    }

    private ArchiveChange difference(
            ArchiveRow row, List<ArchiveRow> rows, Map<String, Entry> entries, List<Section> sections) {
        Optional<ArchiveRow> earlier = rows.stream()
                .filter(other ->
                        other.made().isBefore(row.made()) && here(other).isPresent())
                .findFirst();
        Map<String, Entry> before =
                earlier.flatMap(this::here).map(ArchivePages::entries).orElse(Map.of());
        if (before.isEmpty() || entries.isEmpty()) {
            return null;
        }
        Map<String, String> titles = new HashMap<>();
        earlier.flatMap(this::here)
                .map(file -> sections(Optional.of(file), before, Map.of()))
                .ifPresent(old -> name(old, titles));
        name(sections, titles);
        ArchiveRow other = earlier.get();
        List<FileChange> changes = changes(here(other), here(row));
        return new ArchiveChange(
                other.fileName(),
                other.made(),
                ArchiveChange.sentences(
                        before,
                        entries,
                        directory -> titles.getOrDefault(
                                directory,
                                directory.substring(directory.indexOf('/') + 1).replace('_', ' '))),
                changes.subList(0, Math.min(MOST_FILES, changes.size())),
                changes.size(),
                ArchiveChange.rows(
                        history.rowsByTable(other.runId(), other.courseId()),
                        history.rowsByTable(row.runId(), row.courseId())));
    }

    /** Files that differ, by name; empty if that is not known. */
    private static List<FileChange> changes(Optional<Path> before, Optional<Path> after) {
        if (before.isEmpty()
                || after.isEmpty()
                || AgeFile.named(before.get().toString())
                || AgeFile.named(after.get().toString())) {
            return List.of();
        }
        try {
            return ArchiveDifference.files(before.get(), after.get());
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.debug("The files of {} can't be compared: {}", after.get(), unreadable.toString());
            return List.of();
        }
    }

    private static void name(List<Section> sections, Map<String, String> titles) {
        sections.forEach(section -> section.activities().forEach(activity -> {
            if (!activity.title().isEmpty()) {
                titles.put(
                        ACTIVITIES + activity.module() + "_" + activity.courseModuleId(),
                        activity.module() + " '" + activity.title() + "'");
            }
        }));
    }
}
