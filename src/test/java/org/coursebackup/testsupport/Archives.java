package org.coursebackup.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.CourseArchiver;

/** Makes archives of a demo site and reads their contents. */
public final class Archives {
    private Archives() {}

    /** An archive of a course with every setting on, in a folder. */
    public static Path of(DemoMoodle moodle, long course, Path folder)
            throws IOException, SQLException, ArchiveException {
        Path archive = folder.resolve("course-" + course + ".mbz");
        Files.deleteIfExists(archive);
        make(moodle, course, ArchiveSettings.everything(), archive);
        return archive;
    }

    /** Makes an archive and returns what the engine reports about it. */
    public static ArchiveReport make(DemoMoodle moodle, long course, ArchiveSettings settings, Path archive)
            throws IOException, SQLException, ArchiveException {
        return new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK)
                .archive(course, archive.getFileName().toString(), settings, archive);
    }

    /**
     * The archive as text by entry name: XML documents as they are except for what is random in them, pool files as
     * their sizes.
     */
    public static SortedMap<String, String> contents(Path archive) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> contents.put(entry.getName(), text(zip, entry)));
        }
        return contents;
    }

    /** Where two archives differ: entries that only one has, and the first differing line of every other entry. */
    public static List<String> differences(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        List<String> differences = new ArrayList<>();
        SortedSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            List<String> one =
                    expected.getOrDefault(name, "(no such entry)").lines().toList();
            List<String> two =
                    actual.getOrDefault(name, "(no such entry)").lines().toList();
            IntStream.range(0, Math.max(one.size(), two.size()))
                    .filter(i -> !line(one, i).equals(line(two, i)))
                    .findFirst()
                    .ifPresent(i -> differences.add(
                            name + " line " + (i + 1) + ": expected " + line(one, i) + ", is " + line(two, i)));
        }
        return differences;
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number).strip() : "(end)";
    }

    private static String text(ZipFile zip, ZipEntry entry) {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            if (!entry.getName().endsWith(".xml")) {
                return bytes.length + " bytes\n";
            }
            // H2 writes a DOUBLE like Java, with .0; the databases that Moodle runs on do not.
            return new String(bytes, StandardCharsets.UTF_8)
                    .replaceAll("(<maxgrade>-?\\d+)\\.0<", "$1<")
                    .replaceAll("backup_id=\"[0-9a-f]*\"", "backup_id=\"random\"")
                    .replaceAll("encrypted=\"true\">[A-Za-z0-9+/=]{64,}<", "encrypted=\"true\">random<");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
