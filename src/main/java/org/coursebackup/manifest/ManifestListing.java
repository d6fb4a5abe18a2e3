package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coursebackup.manifest.Manifest.EntryLine;

/**
 * The entries that the manifest beside an archive lists, in its order; nothing is verified.
 *
 * @param entries by name
 */
public record ManifestListing(Map<String, Entry> entries) {
    /** A document, or the content of a file. */
    public record Entry(long bytes, String sha256) {}

    /** @throws IOException if there is no manifest, or it can't be read */
    public static ManifestListing beside(Path archive) throws IOException {
        Map<String, Entry> listed = new LinkedHashMap<>();
        try (ManifestEntries entries = new ManifestEntries(ManifestFile.of(archive))) {
            for (EntryLine entry = entries.next(); entry != null; entry = entries.next()) {
                listed.put(entry.name(), new Entry(entry.bytes(), entry.sha256()));
            }
        }
        return new ManifestListing(listed);
    }
}
