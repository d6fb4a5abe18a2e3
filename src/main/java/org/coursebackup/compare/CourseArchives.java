package org.coursebackup.compare;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import org.coursebackup.thin.ThinArchive;

/** The newest archive of each course in a folder, by what stands inside the archives, not by their names. */
public final class CourseArchives {
    private static final String INDEX = "moodle_backup.xml";
    private static final String COURSE = "moodle_backup/information/original_course_id";
    private static final String DATE = "moodle_backup/information/backup_date";

    private record Dated(Path archive, long date) {}

    private CourseArchives() {}

    /**
     * By course id. Files that don't end in {@code .mbz} or {@code .mbz.thin} are passed over; other folders in it are
     * not looked into.
     *
     * @throws UnreadableArchiveException if a file that ends so is not an archive of a course
     */
    public static SortedMap<Long, Path> newest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".mbz") || ThinArchive.named(file.toString()))
                    .sorted()
                    .toList();
        }
        Map<Long, Dated> found = new HashMap<>();
        for (Path file : files) {
            Map<String, String> index = index(file);
            try {
                Dated dated = new Dated(file, Long.parseLong(index.get(DATE)));
                found.merge(Long.parseLong(index.get(COURSE)), dated, (one, two) -> two.date >= one.date ? two : one);
            } catch (NumberFormatException e) {
                throw new UnreadableArchiveException(
                        file + " is no archive of a course: its " + INDEX + " names no course or no date", e);
            }
        }
        SortedMap<Long, Path> newest = new TreeMap<>();
        found.forEach((course, dated) -> newest.put(course, dated.archive));
        return newest;
    }

    private static Map<String, String> index(Path archive) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            return ArchiveContents.gzip(archive) ? inTar(archive, in) : inZip(archive);
        } catch (UnreadableArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableArchiveException(archive + " cannot be read as an archive: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> inTar(Path archive, InputStream in) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().replaceFirst("^\\./", "").equals(INDEX)) {
                    return fields(tar);
                }
            }
        }
        throw without(archive);
    }

    private static Map<String, String> inZip(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            ZipArchiveEntry entry = zip.getEntry(ThinArchive.named(archive.toString()) ? ThinArchive.INDEX : INDEX);
            if (entry == null) {
                throw without(archive);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return fields(in);
            }
        }
    }

    private static UnreadableArchiveException without(Path archive) {
        return new UnreadableArchiveException(archive + " is no archive of a course: it has no " + INDEX, null);
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        DocumentWalk.read(in, INDEX, ElementPath.top("core"), new DocumentWalk.Listener() {
            @Override
            public void begin(ElementPath path, SortedMap<String, String> attributes) {
                // texts are known when an element ends
            }

            @Override
            public void end(ElementPath path, String text) {
                if (path.text().equals(COURSE) || path.text().equals(DATE)) {
                    fields.put(path.text(), text);
                }
            }
        });
        return fields;
    }
}
