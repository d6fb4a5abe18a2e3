package org.coursebackup.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives for drills: made of texts, or another one with an entry changed. */
final class MadeArchive {
    private MadeArchive() {}

    static Path of(Path file, Map<String, String> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    /** @param change what becomes of the entries with that name's beginning; null removes them */
    static Path changed(Path archive, Path file, String begins, UnaryOperator<String> change) throws IOException {
        int changed = 0;
        try (ZipFile from = new ZipFile(archive.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : from.stream().map(ZipEntry.class::cast).toList()) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                if (entry.getName().startsWith(begins)) {
                    changed++;
                    String text = change.apply(new String(content, StandardCharsets.UTF_8));
                    content = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
                }
                if (content != null) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    to.write(content);
                }
            }
        }
        if (changed == 0) {
            throw new IllegalArgumentException(archive + " has no entry " + begins);
        }
        return file;
    }
}
