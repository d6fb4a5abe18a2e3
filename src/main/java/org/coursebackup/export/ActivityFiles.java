package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.export.ArchiveEntries.Entry;

/**
 * The files of one activity of an archive.
 *
 * @param count how many there are
 * @param bytes of their contents together
 * @param some the first of them
 */
public record ActivityFiles(long count, long bytes, List<Named> some) {
    /** A file by its folder and name. */
    public record Named(String path, long bytes) {}

    private static final int MOST_NAMED = 200;
    private static final int HEAD = 2_048;
    private static final Pattern DOCUMENT = Pattern.compile("(activities/(\\w+)_\\d+)/\\2\\.xml");
    private static final Pattern CONTEXT = Pattern.compile("<activity [^>]*contextid=\"(\\d{1,18})\"");

    /**
     * By the activity's directory, such as {@code activities/folder_7}. Reads the beginnings of the activities'
     * documents and streams the list of files; holds the first 200 names of each.
     *
     * @throws IOException if the archive can't be read
     */
    public static Map<String, ActivityFiles> of(Path archive) throws IOException {
        try (ArchiveEntries entries = ArchiveEntries.of(archive, Map.of())) {
            Map<Long, String> directories = new HashMap<>();
            for (Entry entry : entries.list()) {
                Matcher document = DOCUMENT.matcher(entry.name());
                if (document.matches()) {
                    Matcher context = CONTEXT.matcher(head(entries, entry));
                    if (context.find()) {
                        directories.put(Long.parseLong(context.group(1)), document.group(1));
                    }
                }
            }
            Map<String, ActivityFiles> files = new HashMap<>();
            ListedFile.each(new EntryReader(entries), (place, file) -> {
                String directory = directories.get(file.context());
                if (directory != null) {
                    files.merge(directory, one(file), ActivityFiles::plus);
                }
            });
            return files;
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    private static String head(ArchiveEntries entries, Entry entry) throws IOException {
        try (InputStream in = entries.open(entry)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
    }

    private static ActivityFiles one(ListedFile file) {
        List<Named> some = new ArrayList<>();
        some.add(new Named(file.path(), file.bytes()));
        return new ActivityFiles(1, file.bytes(), some);
    }

    private ActivityFiles plus(ActivityFiles other) {
        if (some.size() < MOST_NAMED) {
            some.addAll(other.some);
        }
        return new ActivityFiles(count + other.count, bytes + other.bytes, some);
    }
}
