package org.coursebackup.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The entries of a zip on this machine. */
final class ZipEntries implements ArchiveEntries {
    private final ZipFile zip;
    private final Map<String, String> vouched;
    private final Map<String, ZipArchiveEntry> byName = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /** @param vouched SHA-256 of contents by the names of their entries, as far as somebody vouches for them */
    ZipEntries(Path archive, Map<String, String> vouched) throws IOException {
        this.vouched = vouched;
        zip = ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
            String name = entry.getName().replaceFirst("^\\./", "");
            if (!entry.isDirectory() && byName.put(name, entry) == null) {
                entries.add(new Entry(name, entry.getSize(), entry.getMethod() != ZipEntry.STORED));
            }
        }
    }

    @Override
    public List<Entry> list() {
        return Collections.unmodifiableList(entries);
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        ZipArchiveEntry found = byName.get(entry.name());
        return new BufferedInputStream(
                new CheckedContent(
                        zip.getInputStream(found),
                        entry.name(),
                        found.getSize(),
                        found.getCrc(),
                        vouched.get(entry.name())),
                64 * 1024);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
