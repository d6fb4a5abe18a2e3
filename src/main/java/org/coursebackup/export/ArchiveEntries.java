package org.coursebackup.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

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

    /** In the archive's order, without folders. */
    List<Entry> list();

    /**
     * Its content. What was read to its end without an exception is what was written.
     *
     * @throws IOException also while reading, if it is damaged
     */
    InputStream open(Entry entry) throws IOException;
}
