package org.coursebackup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The documents without which a restore aborts or loses a part of the course: those that Moodle's restore opens
 * unconditionally, given the contents and settings in {@code moodle_backup.xml}.
 */
final class RequiredDocuments {
    private static final List<String> ROOT = List.of("files", "groups", "scales", "outcomes", "questions", "roles");
    /** Document name, and the setting that makes a restore look for it. */
    private static final List<String[]> CONTEXT = List.of(
            new String[] {"filters", "filters"},
            new String[] {"comments", "comments"},
            new String[] {"calendar", "calendarevents"},
            new String[] {"logs", "logs"},
            new String[] {"logstores", "logs"});

    private RequiredDocuments() {}

    /** Those required but not among the entries, sorted. */
    static Set<String> missing(ArchiveIndex index, Set<String> entries) {
        List<String> required = new ArrayList<>();
        ROOT.forEach(document -> required.add(document + ".xml"));
        if (index.on("users")) {
            required.add("users.xml");
        }
        for (ArchiveIndex.Content content : index.contents()) {
            switch (content.kind()) {
                case "course" -> course(content.directory() + "/", index, required);
                case "section" -> required.add(content.directory() + "/section.xml");
                default -> activity(content, index, required);
            }
        }
        entries.stream().filter(entry -> entry.endsWith("/block.xml")).forEach(entry -> block(entry, index, required));
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(entries);
        return missing;
    }

    private static void course(String directory, ArchiveIndex index, List<String> required) {
        required.add(directory + "course.xml");
        required.add(directory + "roles.xml");
        context(directory, index, required);
        when(index.on("logs"), directory + "loglastaccess.xml", required);
        when(index.on("contentbankcontent"), directory + "contentbank.xml", required);
    }

    private static void activity(ArchiveIndex.Content activity, ArchiveIndex index, List<String> required) {
        String directory = activity.directory() + "/";
        for (String document : List.of("module", activity.moduleName(), "roles")) {
            required.add(directory + document + ".xml");
        }
        // the front page has no gradebook: Moodle neither writes nor asks for grades there
        when(!"site".equals(index.information("original_course_format")), directory + "grades.xml", required);
        context(directory, index, required);
        when(index.on("xapistate"), directory + "xapistate.xml", required);
    }

    private static void context(String directory, ArchiveIndex index, List<String> required) {
        CONTEXT.forEach(document -> when(index.on(document[1]), directory + document[0] + ".xml", required));
    }

    private static void block(String entry, ArchiveIndex index, List<String> required) {
        String directory = entry.substring(0, entry.length() - "block.xml".length());
        required.add(directory + "roles.xml");
        when(index.on("comments"), directory + "comments.xml", required);
    }

    private static void when(boolean on, String document, List<String> required) {
        if (on) {
            required.add(document);
        }
    }
}
