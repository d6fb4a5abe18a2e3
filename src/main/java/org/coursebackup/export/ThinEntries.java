package org.coursebackup.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

import org.coursebackup.thin.WholeArchive;

/** The entries of the complete archive that a thin one stands for; its contents come from the pool beside it. */
final class ThinEntries implements ArchiveEntries {
    private final WholeArchive archive;

    ThinEntries(Path thin) throws IOException {
        archive = WholeArchive.open(thin);
    }

    @Override
    public List<Entry> list() {
        return archive.names().stream()
                .map(name -> new Entry(name, archive.bytes(name), true))
                .toList();
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        return new BufferedInputStream(archive.entry(entry.name()), 64 * 1024);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
