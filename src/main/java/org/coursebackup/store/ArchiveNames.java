package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file names in a target folder that follow Moodle's default rule ({@link ArchiveName}); only the files' content
 * tells whose they are.
 */
public final class ArchiveNames {
    private static final Comparator<String> NEWEST_FIRST = Comparator.comparing(
                    (String name) -> ArchiveName.parse(name).orElseThrow().minute())
            .thenComparing(name -> ArchiveName.parse(name).orElseThrow().sequence())
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    private final Path folder;

    public ArchiveNames(Path folder) {
        this.folder = folder;
    }

    /** Names by course id; lists the folder once. */
    public SortedMap<Long, NavigableSet<String>> byCourse() throws IOException {
        return matching("backup-moodle2-course-*{.mbz,.mbz.age,.mbz.thin}");
    }

    /** Names of one course's archives, newest first. */
    public List<String> of(long courseId) throws IOException {
        NavigableSet<String> names = matching("backup-moodle2-course-" + courseId + "-*{.mbz,.mbz.age,.mbz.thin}")
                .get(courseId);
        return names == null ? List.of() : newestFirst(names);
    }

    /** The names sorted by the time in them. */
    private static List<String> newestFirst(NavigableSet<String> names) {
        return names.stream().sorted(NEWEST_FIRST).toList();
    }

    private SortedMap<Long, NavigableSet<String>> matching(String glob) throws IOException {
        SortedMap<Long, NavigableSet<String>> names = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                ArchiveName.parse(name)
                        .ifPresent(parsed -> names.computeIfAbsent(parsed.courseId(), course -> new TreeSet<>())
                                .add(name));
            }
        }
        return names;
    }
}
