package org.coursebackup.verify;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The entries of a zip, found by its directory as in Moodle, read once in the order they have in the file, so that the
 * file's own hash comes of the same reading.
 */
final class ZipContents implements Closeable {
    /** Most bytes of a small document, and of all documents in one zip: what a worker holds in memory at a time. */
    static final long SMALL = 1 << 20;

    private final Optional<HashedFile> hashed;
    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;
    private final Path archive;
    private final Map<String, Relied> relied;
    /** Index of the first entry not yet read. */
    private int next;

    /** Of which nobody wants the file's SHA-256. */
    ZipContents(Path archive) throws IOException {
        this(archive, Map.of());
    }

    /**
     * The same, where some contents need not be read.
     *
     * @param relied what is known of them, by the names of their entries
     */
    ZipContents(Path archive, Map<String, Relied> relied) throws IOException {
        this(archive, Optional.empty(), relied);
    }

    /** Of which the file's SHA-256 is wanted; {@code stop} tells whether reading is to fail from now on. */
    ZipContents(Path archive, BooleanSupplier stop) throws IOException {
        this(archive, Optional.of(new HashedFile(archive, stop)), Map.of());
    }

    @SuppressWarnings("resource") // the zip closes the channel
    private ZipContents(Path archive, Optional<HashedFile> hashed, Map<String, Relied> relied) throws IOException {
        this.archive = archive;
        this.relied = relied;
        this.hashed = hashed;
        ZipFile.Builder builder = ZipFile.builder().setIgnoreLocalFileHeader(true);
        if (hashed.isPresent()) {
            builder.setSeekableByteChannel(hashed.get());
        } else {
            builder.setPath(archive);
        }
        try {
            zip = builder.get();
        } catch (IOException | RuntimeException failure) {
            if (hashed.isPresent()) {
                hashed.get().close();
            }
            throw failure;
        }
        entries = Collections.list(zip.getEntriesInPhysicalOrder());
        hashed.ifPresent(HashedFile::begin);
    }

    /** As the directory has them, in the order of the file. */
    List<ZipArchiveEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Has every entry checked, as a stream. */
    void all(ArchiveCheck check) {
        for (; next < entries.size(); next++) {
            stream(entries.get(next), check);
        }
    }

    /** Has every remaining entry checked that is not among the {@link #documents}, as a stream. */
    void rest(ArchiveCheck check) {
        for (; next < entries.size(); next++) {
            if (!small(entries.get(next))) {
                stream(entries.get(next), check);
            }
        }
    }

    /**
     * The small XML documents in zips of a megabyte at most, copied without recompression.
     *
     * @param check has what lies between them checked, as a stream
     */
    Iterator<byte[]> documents(ArchiveCheck check) {
        return new Documents(check);
    }

    /** The SHA-256 of the file, once everything was read; to be called once. Empty if it was not wanted. */
    Optional<String> sha256() throws IOException {
        return hashed.isPresent() ? Optional.of(hashed.get().sha256()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void stream(ZipArchiveEntry entry, ArchiveCheck check) {
        Relied known = relied.get(entry.getName());
        if (known != null) {
            rely(entry, known, check);
            return;
        }
        try (InputStream content = zip.getInputStream(entry)) {
            check.entry(entry.getName(), content);
        } catch (IOException | RuntimeException e) {
            check.unreadable(entry.getName(), e);
        }
    }

    private void rely(ZipArchiveEntry entry, Relied known, ArchiveCheck check) {
        // only to have the zip look where the data is: nothing is read of it
        try (InputStream found = zip.getRawInputStream(entry);
                FileChannel file = FileChannel.open(archive)) {
            if (found == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() != known.bytes()) {
                throw new IOException("it is not the shared content that was written");
            }
            CRC32 rest = new CRC32();
            ByteBuffer bytes = ByteBuffer.allocate((int) (known.bytes() - known.blocks()));
            while (bytes.hasRemaining()) {
                if (file.read(bytes, entry.getDataOffset() + known.blocks() + bytes.position()) < 0) {
                    throw new EOFException("it ends too early");
                }
            }
            rest.update(bytes.flip());
            check.relied(entry.getName(), known, rest.getValue());
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

    private final class Documents implements Iterator<byte[]> {
        private final ArchiveCheck check;

        Documents(ArchiveCheck check) {
            this.check = check;
        }

        /** Reads nothing: a split asks before it has worked on the last one. */
        @Override
        public boolean hasNext() {
            return firstSmall() < entries.size();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            for (int first = firstSmall(); next < first; next++) {
                stream(entries.get(next), check);
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
                    next++;
                } while (next < entries.size()
                        && small(entries.get(next))
                        && bytes + bytes(entries.get(next)) <= SMALL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return piece.toByteArray();
        }

        private int firstSmall() {
            int at = next;
            while (at < entries.size() && !small(entries.get(at))) {
                at++;
            }
            return at;
        }
    }
}
