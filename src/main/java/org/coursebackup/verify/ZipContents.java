package org.coursebackup.verify;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The entries of a zip, found by its directory as in Moodle, in the order they have in the file. */
final class ZipContents implements Closeable {
    /** Most bytes of a small document, and of all documents in one zip: what a worker holds in memory at a time. */
    static final long SMALL = 1 << 20;

    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;

    ZipContents(Path archive) throws IOException {
        zip = ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get();
        entries = Collections.list(zip.getEntriesInPhysicalOrder());
    }

    /** Has every entry checked, as a stream. */
    void all(ArchiveCheck check) {
        entries.forEach(entry -> stream(entry, check));
    }

    /** Has every entry checked that is not among the {@link #documents}, as a stream. */
    void rest(ArchiveCheck check) {
        entries.stream().filter(entry -> !small(entry)).forEach(entry -> stream(entry, check));
    }

    /** The small XML documents in zips of a megabyte at most, copied without recompression; closed with this. */
    Iterator<byte[]> documents() {
        return new Documents();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void stream(ZipArchiveEntry entry, ArchiveCheck check) {
        try (InputStream content = zip.getInputStream(entry)) {
            check.entry(entry.getName(), content);
        } catch (IOException | RuntimeException e) {
            check.unreadable(entry.getName(), e);
        }
    }

    private static boolean small(ZipArchiveEntry entry) {
        return entry.getName().endsWith(".xml") && bytes(entry) <= SMALL;
    }

    private static long bytes(ZipArchiveEntry entry) {
        return Math.max(entry.getSize(), entry.getCompressedSize());
    }

    /** A split closes it when it is done, or earlier if it fails. */
    private final class Documents implements Iterator<byte[]>, Closeable {
        private int next = skip(0);

        @Override
        public boolean hasNext() {
            return next < entries.size();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(piece)) {
                long bytes = 0;
                do {
                    ZipArchiveEntry entry = entries.get(next);
                    try (InputStream raw = zip.getRawInputStream(entry)) {
                        out.addRawArchiveEntry(entry, raw);
                    }
                    bytes += bytes(entry);
                    next = skip(next + 1);
                } while (hasNext() && bytes + bytes(entries.get(next)) <= SMALL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return piece.toByteArray();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }

        private int skip(int from) {
            int at = from;
            while (at < entries.size() && !small(entries.get(at))) {
                at++;
            }
            return at;
        }
    }
}
