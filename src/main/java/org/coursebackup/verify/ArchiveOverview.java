package org.coursebackup.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ArchiveIndex.Content;

/**
 * What an archive holds, as its {@code moodle_backup.xml} and its zip directory say, for people: nothing else of it is
 * read, and nothing is checked.
 *
 * @param type {@code course}; {@code activity} and the like for one that has only a part of it
 * @param moodle version in words of the Moodle that the course was in
 * @param users whether people's data is in it
 * @param bytes of the file
 * @param files how many contents of files it has
 * @param fileBytes their bytes together
 */
public record ArchiveOverview(
        String type,
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
    private static final String COURSE = "course";

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
            ArchiveIndex index = ArchiveIndex.in(zip)
                    .orElseThrow(() -> new IOException("it has no moodle_backup.xml, so it is no Moodle backup"));
            Map<String, Long> documents = new HashMap<>();
            long[] files = new long[2];
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry each = all.nextElement();
                String name = each.getName();
                if (name.startsWith("files/") && !each.isDirectory()) {
                    files[0]++;
                    files[1] += each.getSize();
                } else {
                    documents.merge(name.substring(0, Math.max(0, name.lastIndexOf('/'))), each.getSize(), Long::sum);
                }
            }
            if (ThinArchive.is(zip)) {
                ThinArchive.contents(zip, content -> {
                    files[0]++;
                    files[1] += content.bytes();
                });
            }
            return new ArchiveOverview(
                    index.text("detail.type").isEmpty() ? COURSE : index.text("detail.type"),
                    number(index.information("original_course_id")),
                    index.text("original_course_shortname"),
                    index.text("original_course_fullname"),
                    index.text("original_wwwroot"),
                    index.text("moodle_release"),
                    Instant.ofEpochSecond(number(index.information("backup_date"))),
                    index.on("users"),
                    Files.size(archive),
                    (int) files[0],
                    files[1],
                    sections(index, documents));
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    /** @param documents bytes of the documents in each directory */
    private static List<Section> sections(ArchiveIndex index, Map<String, Long> documents) {
        Map<String, List<Activity>> activities = index.activities().stream()
                .collect(Collectors.groupingBy(
                        Content::section,
                        Collectors.mapping(
                                content -> new Activity(
                                        number(content.id()),
                                        content.moduleName(),
                                        content.title(),
                                        documents.getOrDefault(content.directory(), 0L)),
                                Collectors.toList())));
        List<Section> sections = new ArrayList<>();
        for (Content section : index.sections()) {
            List<Activity> own = activities.remove(section.id());
            sections.add(new Section(number(section.id()), section.title(), own == null ? List.of() : own));
        }
        // the backup of one activity names no section
        activities.forEach((section, own) -> sections.add(new Section(number(section), "", own)));
        return List.copyOf(sections);
    }

    private static long number(String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Whether it has a course, and not only one activity or section of it. */
    public boolean wholeCourse() {
        return type.equals(COURSE);
    }

    /** How many activities and resources there are in all sections. */
    public int activities() {
        return sections.stream()
                .mapToInt(section -> section.activities().size())
                .sum();
    }
}
