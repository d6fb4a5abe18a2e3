package org.coursebackup.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.coursebackup.thin.ThinArchive;

/** What an archive holds, entry by entry, wherever the bytes lie. */
interface ArchiveEntries extends Closeable {
    /**
     * A document or the content of a file.
     *
     * @param name as in the archive, such as {@code files/ab/ab…}
     * @param bytes uncompressed
     * @param compressed whether it is worth compressing
     */
    record Entry(String name, long bytes, boolean compressed) {}

    /**
     * Those of a zip, a tgz, or a thin archive with its pool.
     *
     * @param vouched SHA-256 of contents of a zip by the names of their entries, as far as somebody vouches for them
     */
    static ArchiveEntries of(Path archive, Map<String, String> vouched) throws IOException {
        if (ThinArchive.named(archive.getFileName().toString())) {
            return new ThinEntries(archive);
        }
        return UnpackedEntries.isTar(archive) ? new UnpackedEntries(archive) : new ZipEntries(archive, vouched);
    }

    /** In the archive's order, without folders. */
    List<Entry> list();

    /**
     * Its content. What was read to its end without an exception is what was written.
     *
     * @throws IOException also while reading, if it is damaged
     */
    InputStream open(Entry entry) throws IOException;
}
