package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.export.ArchiveEntries.Entry;

/** Finds entries by their names. */
final class EntryReader {
    private final ArchiveEntries archive;
    private final Map<String, Entry> byName = new HashMap<>();

    EntryReader(ArchiveEntries archive) {
        this.archive = archive;
        archive.list().forEach(entry -> byName.put(entry.name(), entry));
    }

    List<Entry> all() {
        return archive.list();
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** @throws IOException also if there is no such entry */
    InputStream open(String name) throws IOException {
        Entry entry = byName.get(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        return archive.open(entry);
    }

    /** Shows a document to its end, if there is one. */
    void read(String name, Choice choice) throws IOException {
        if (has(name)) {
            DocumentFilter.read(open(name), choice);
        }
    }
}
