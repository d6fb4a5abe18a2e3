package org.coursebackup.thin;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The complete archive that a file stands for, entry by entry: a plain {@code .mbz} is one itself; of a thin one the
 * contents come from the pool beside it. Contents are compared with their hashes as they are read, so that whoever
 * reads an entry to its end has the right one, or an exception. Not thread-safe.
 */
public final class WholeArchive implements Closeable {
    private final Path file;
    private final ZipFile zip;
    private final PoolFolder pool;
    private final Map<String, ZipArchiveEntry> documents = new LinkedHashMap<>();
    private final Map<String, ListedContent> contents = new LinkedHashMap<>();

    private WholeArchive(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        this.pool = PoolFolder.beside(file);
    }

    /**
     * @param archive a zip, thin or not
     * @throws IOException if it can't be read, or if it is a thin one without its list
     */
    public static WholeArchive open(Path archive) throws IOException {
        ZipFile zip;
        try {
            zip = ZipFile.builder()
                    .setPath(archive)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
        WholeArchive whole = new WholeArchive(archive, zip);
        try {
            whole.readDirectory();
            return whole;
        } catch (IOException | RuntimeException failure) {
            zip.close();
            throw failure;
        }
    }

    private void readDirectory() throws IOException {
        boolean thin = zip.getEntry(ThinArchive.LIST) != null || zip.getEntry(ThinArchive.INDEX) != null;
        ZipArchiveEntry last = null;
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
            if (thin && entry.getName().equals(ThinArchive.INDEX)) {
                last = entry;
            } else if (!thin || !entry.getName().equals(ThinArchive.LIST)) {
                documents.put(entry.getName(), entry);
            }
        }
        if (thin) {
            ThinArchive.contents(file, content -> contents.put(content.entryName(), content));
            if (last == null) {
                throw new IOException("it has no " + ThinArchive.INDEX + ", so it is only a part of an archive");
            }
            // as in an archive that is made whole: after the contents
            documents.put(ThinArchive.INDEX, last);
        }
    }

    /** The names of all entries of the complete archive, in its order. */
    public Set<String> names() {
        Map<String, Object> names = new LinkedHashMap<>();
        inOrder((name, from) -> names.put(name, from));
        return names.keySet();
    }

    /** An entry's length, uncompressed, in bytes; -1 if there is none. */
    public long bytes(String name) {
        ListedContent content = contents.get(name);
        ZipArchiveEntry document = document(name);
        return content != null ? content.bytes() : document != null ? document.getSize() : -1;
    }

    /**
     * An entry's content.
     *
     * @throws FileNotFoundException if there is none of that name
     * @throws IOException if it can't be read; also at its end, if it is not what was stored
     */
    public InputStream entry(String name) throws IOException {
        ListedContent content = contents.get(name);
        if (content != null) {
            return ComparedStream.ofContent(pool.path(content.sha1()), content);
        }
        ZipArchiveEntry document = document(name);
        if (document == null) {
            throw new FileNotFoundException(file + " has no entry " + name);
        }
        return ComparedStream.ofDocument(zip.getInputStream(document), name, document.getCrc());
    }

    private ZipArchiveEntry document(String name) {
        ZipArchiveEntry document = documents.get(name);
        return document == null && name.equals(ThinArchive.wholeEntry(ThinArchive.INDEX))
                ? documents.get(ThinArchive.INDEX)
                : document;
    }

    /**
     * The complete archive as a zip, made while it is read; the same bytes each time. What is damaged or gone ends the
     * stream with an exception before the zip is complete, so that nobody takes it for one. Closing it closes this.
     */
    public InputStream stream() throws IOException {
        return contents.isEmpty() && !documents.containsKey(ThinArchive.INDEX)
                ? new Closing(Files.newInputStream(file), this)
                : new AssembledStream(this);
    }

    /**
     * Writes the complete archive of a file to a new one, readable by owner and group as archives are, and forces it to
     * disk.
     *
     * @throws FileAlreadyExistsException if there is such a file, which stays
     */
    public static void write(Path archive, Path whole) throws IOException {
        boolean complete = false;
        Files.createFile(whole, Rights.ofFile(whole));
        try (InputStream in = open(archive).stream();
                FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(file));
            file.force(true);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(whole);
            }
        }
    }

    /** What a complete archive consists of. */
    interface Parts {
        /** @param from a {@link ZipArchiveEntry} of the thin one, or a {@link ListedContent} */
        void part(String name, Object from);
    }

    void inOrder(Parts parts) {
        documents.forEach((name, entry) -> {
            if (name.equals(ThinArchive.INDEX)) {
                contents.forEach(parts::part);
            }
            parts.part(ThinArchive.wholeEntry(name), entry);
        });
    }

    InputStream raw(ZipArchiveEntry entry) throws IOException {
        return zip.getRawInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class Closing extends FilterInputStream {
        private final Closeable also;

        Closing(InputStream in, Closeable also) {
            super(in);
            this.also = also;
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            return in.transferTo(out);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                also.close();
            }
        }
    }
}
