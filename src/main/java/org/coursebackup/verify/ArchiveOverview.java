package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What an archive holds, as its {@code moodle_backup.xml} and its zip directory say, for people: nothing else of it is
 * read, and nothing is checked.
 *
 * @param moodle version in words of the Moodle that the course was in
 * @param users whether people's data is in it
 * @param bytes of the file
 * @param files how many contents of files it has
 * @param fileBytes their bytes together
 */
public record ArchiveOverview(
        long courseId,
        String shortname,
        String fullname,
        String wwwroot,
        String moodle,
        Instant begun,
        boolean users,
        long bytes,
        int files,
        long fileBytes,
        List<Section> sections) {
    private static final String INDEX = "moodle_backup.xml";

    /** A section, with its activities in the archive's order. */
    public record Section(long id, String title, List<Activity> activities) {}

    /**
     * An activity or resource.
     *
     * @param module such as {@code forum}
     * @param bytes of its documents, without the contents of files
     */
    public record Activity(long courseModuleId, String module, String title, long bytes) {}

    /** @throws IOException if it is no readable zip with a Moodle backup of a course */
    public static ArchiveOverview of(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(INDEX);
            if (entry == null) {
                throw new IOException("it has no " + INDEX + ", so it is no Moodle backup");
            }
            Index index = new Index();
            try (InputStream in = zip.getInputStream(entry)) {
                XmlDocument.read(in, index);
            }
            Map<String, Long> documents = new HashMap<>();
            int files = 0;
            long fileBytes = 0;
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry each = all.nextElement();
                String name = each.getName();
                if (name.startsWith("files/") && !each.isDirectory()) {
                    files++;
                    fileBytes += each.getSize();
                } else {
                    documents.merge(name.substring(0, Math.max(0, name.lastIndexOf('/'))), each.getSize(), Long::sum);
                }
            }
            return index.overview(Files.size(archive), files, fileBytes, documents);
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    /** How many activities and resources there are in all sections. */
    public int activities() {
        return sections.stream()
                .mapToInt(section -> section.activities().size())
                .sum();
    }

    /** Collects what {@code moodle_backup.xml} says. */
    private static final class Index implements XmlDocument.Listener {
        private final Map<String, String> information = new HashMap<>();
        private final Map<String, String> settings = new HashMap<>();
        private final List<Map<String, String>> sections = new ArrayList<>();
        private final List<Map<String, String>> activities = new ArrayList<>();
        private Map<String, String> record = new HashMap<>();

        @Override
        public void start(int depth, String name, String id) {
            if (name.equals("setting") || name.equals("activity") || name.equals("section")) {
                record = new HashMap<>();
            }
        }

        @Override
        public void leaf(int depth, String name, String text) {
            if (depth == 2) {
                information.put(name, text);
            }
            record.put(name, text);
        }

        @Override
        public void end(int depth, String name) {
            switch (name) {
                case "setting" -> {
                    if ("root".equals(record.get("level"))) {
                        settings.put(record.getOrDefault("name", ""), record.get("value"));
                    }
                }
                case "section" -> keep(sections);
                case "activity" -> keep(activities);
                default -> {}
            }
        }

        private void keep(List<Map<String, String>> records) {
            // settings have an element of that name, too
            if (record.containsKey("directory")) {
                records.add(record);
            }
        }

        ArchiveOverview overview(long bytes, int files, long fileBytes, Map<String, Long> documents) {
            List<Section> all = new ArrayList<>();
            for (Map<String, String> section : sections) {
                String id = section.get("sectionid");
                all.add(new Section(
                        number(id),
                        section.getOrDefault("title", ""),
                        activities.stream()
                                .filter(activity -> id != null && id.equals(activity.get("sectionid")))
                                .map(activity -> new Activity(
                                        number(activity.get("moduleid")),
                                        activity.getOrDefault("modulename", ""),
                                        activity.getOrDefault("title", ""),
                                        documents.getOrDefault(activity.get("directory"), 0L)))
                                .toList()));
            }
            return new ArchiveOverview(
                    number(information.get("original_course_id")),
                    information.getOrDefault("original_course_shortname", ""),
                    information.getOrDefault("original_course_fullname", ""),
                    information.getOrDefault("original_wwwroot", ""),
                    information.getOrDefault("moodle_release", ""),
                    Instant.ofEpochSecond(number(information.get("backup_date"))),
                    "1".equals(settings.get("users")),
                    bytes,
                    files,
                    fileBytes,
                    all);
        }

        private static long number(String text) {
            return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
        }
    }
}
