package org.coursebackup.verify;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Whether what was read is consistent: nothing is missing that a restore needs, no reference leads nowhere. */
record Completeness(ArchiveIndex index, ArchiveRecords records, Set<String> entries, Findings findings) {
    private static final int SHOWN = 10;
    /** Without these a restore aborts or silently loses the questions. */
    private static final List<String> NEEDED = List.of(
            "moodle_version",
            "backup_version",
            "backup_release",
            "original_wwwroot",
            "original_course_id",
            "original_course_contextid",
            "original_system_contextid",
            "detail.type");

    void check(Set<String> knownMissing) {
        if (!entries.contains("moodle_backup.xml")) {
            findings.error("moodle_backup.xml is missing, so this is not a course backup, or only part of one");
            return;
        }
        information();
        RequiredDocuments.missing(index, entries)
                .forEach(document -> findings.error(document + " is missing; restore needs it"));
        directories();
        pool(knownMissing);
        references();
    }

    private void information() {
        if (!"moodle_backup".equals(index.root())) {
            findings.error("moodle_backup.xml does not describe a backup");
        }
        for (String needed : NEEDED) {
            if (index.information(needed) == null || index.information(needed).isBlank()) {
                findings.error("moodle_backup.xml lacks " + needed.replace("detail.", "") + ", which restore needs");
            }
        }
        // a backup of one activity or section has no course in it
        String type = index.information("detail.type");
        String kind = "activity".equals(type) || "section".equals(type) ? type : "course";
        if (index.contents().stream().noneMatch(content -> content.kind().equals(kind))) {
            findings.error("moodle_backup.xml names no " + kind + " in its contents");
        }
        if (!index.hasSettings()) {
            findings.error("moodle_backup.xml has no settings; restore would treat everything as switched off");
        }
    }

    private void directories() {
        Set<String> named =
                index.contents().stream().map(ArchiveIndex.Content::directory).collect(Collectors.toSet());
        Set<String> unnamed = new TreeSet<>();
        for (String entry : entries) {
            String[] path = entry.split("/", 3);
            if (path.length == 3
                    && (path[0].equals("activities") || path[0].equals("sections"))
                    && !named.contains(path[0] + "/" + path[1])) {
                unnamed.add(path[0] + "/" + path[1]);
            }
        }
        unnamed.forEach(directory -> findings.warning(
                directory + " is in the archive, but moodle_backup.xml does not list" + " it, so restore ignores it"));
    }

    private void pool(Set<String> knownMissing) {
        boolean filesIncluded = !"0".equals(index.information("include_files"));
        Set<String> missing = new TreeSet<>(filesIncluded ? records.hashesNeeded : Set.of());
        missing.removeAll(records.hashesInPool);
        Set<String> unexpected = new TreeSet<>(knownMissing == null ? Set.of() : missing);
        if (knownMissing != null) {
            unexpected.removeAll(knownMissing);
        }
        missing.removeAll(unexpected);
        if (!unexpected.isEmpty()) {
            findings.error(files(unexpected.size()) + " not in the archive, although Moodle's file pool"
                    + " had the content: " + some(unexpected));
        }
        if (!missing.isEmpty()) {
            findings.warning(files(missing.size()) + " not in the archive"
                    + (knownMissing == null
                            ? " (lost in Moodle's file pool before, or in the archive since)"
                            : ", missing from Moodle's file pool")
                    + ": " + some(missing));
        }
        Set<String> unlisted = new TreeSet<>(records.hashesInPool);
        unlisted.removeAll(records.hashesListed);
        if (!unlisted.isEmpty()) {
            findings.note(unlisted.size() + " files in the pool that files.xml doesn't list: " + some(unlisted));
        }
    }

    private void references() {
        intoTheVoid(ArchiveRecords.without(records.filesReferred, records.files), "files", "files.xml");
        intoTheVoid(
                ArchiveRecords.without(records.questionCategoriesReferred, records.questionCategories),
                "question categories",
                "questions.xml");
        if (!index.on("users")) {
            return;
        }
        if (records.users.isEmpty() && !records.usersReferred.isEmpty()) {
            findings.error("users.xml is empty, but other documents refer to users");
        }
        long[] gone = ArchiveRecords.without(records.usersReferred, records.users)
                .limit(SHOWN)
                .toArray();
        if (gone.length > 0) {
            findings.note(
                    "documents refer to users that are not in users.xml, as happens when their rows are gone from the"
                            + " site: " + join(LongStream.of(gone)));
        }
    }

    private void intoTheVoid(LongStream gone, String what, String document) {
        long[] some = gone.limit(SHOWN).toArray();
        if (some.length > 0) {
            findings.error(
                    "documents refer to " + what + " that are not in " + document + ": " + join(LongStream.of(some)));
        }
    }

    private static String files(int count) {
        return count == 1 ? "1 file of the course is" : count + " files of the course are";
    }

    private static String some(Set<String> values) {
        return values.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (values.size() > SHOWN ? ", …" : "");
    }

    private static String join(LongStream ids) {
        return ids.mapToObj(Long::toUnsignedString).collect(Collectors.joining(", "));
    }
}
