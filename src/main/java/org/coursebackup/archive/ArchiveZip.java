package org.coursebackup.archive;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.ResourceAlignmentExtraField;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import org.coursebackup.share.BlockCloner;
import org.coursebackup.share.SharedContent;
import org.coursebackup.thin.Rights;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The zip file of an archive, written once from front to end (only entry headers are completed afterwards), Zip64 where
 * needed. The same entries always give the same bytes, and uncompressed ones begin at multiples of {@value #ALIGNMENT}
 * bytes, so that file systems and backup tools that deduplicate blocks can share those of two nights.
 */
public final class ArchiveZip implements Closeable {
    /** The block size of common file systems, in bytes. */
    static final int ALIGNMENT = BlockCloner.BLOCK;
    /**
     * The earliest time that a zip can hold: every entry gets it, since the time of writing says nothing about content.
     */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Lengths in bytes: an entry's header without name and fields, and the two fields that it may have. */
    private static final int HEADER = 30;

    private static final int ALIGNMENT_FIELD = 6;
    private static final int ZIP64_FIELD = 20;
    /** From this size on an entry's header has a field for it. */
    private static final long LARGE = 0xFFFFFFFFL;

    /** After so many refusals in a row nothing more is tried to be cloned into this file. */
    private static final int ENOUGH = 8;

    private final Path path;
    private final BufferedFile file;
    private final ZipArchiveOutputStream zip;
    private final BlockCloner cloner;
    private int entries;
    private int refusals;

    /** @param file a new one, readable by owner and group */
    public ArchiveZip(Path file) throws IOException {
        this(file, BlockCloner.none());
    }

    /** @param cloner for what is in other files already */
    ArchiveZip(Path file, BlockCloner cloner) throws IOException {
        this.path = file;
        this.cloner = cloner;
        this.file = new BufferedFile(FileChannel.open(file, Set.of(CREATE_NEW, WRITE), Rights.ofFile(file)));
        zip = new ZipArchiveOutputStream(this.file);
        zip.setUseZip64(Zip64Mode.AsNeeded);
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }

    int entries() {
        return entries;
    }

    /** Opens an entry; closing the stream ends it. One at a time. */
    public OutputStream entry(String name, boolean compress) throws IOException {
        return open(described(name, compress));
    }

    /**
     * The same for an uncompressed one whose length is known. It has the bytes of a {@linkplain #share shared} one.
     *
     * @throws IOException also when it becomes so much longer than expected that its header has no room for that
     */
    public OutputStream stored(String name, long bytes) throws IOException {
        ZipArchiveEntry entry = described(name, false);
        entry.setSize(bytes);
        return open(entry);
    }

    /**
     * Makes the beginning of the entry just opened by {@link #stored} share blocks with a file. The same bytes have to
     * be written all the same; they are not written again.
     *
     * @param bytes whole blocks
     * @return whether it does
     */
    boolean cloned(Path source, long bytes) throws IOException {
        file.beforeOthersWrite();
        boolean cloned = cloned(source, 0, file.position(), bytes);
        if (cloned) {
            file.othersWrote(bytes);
        }
        return cloned;
    }

    /**
     * Writes an uncompressed entry that shares its blocks with another file; what follows the last whole block is
     * copied.
     *
     * @param content where it is, and its checksum, which is believed
     * @return CRC-32 of what was copied; empty if blocks can't be shared, or the file can't be read: then there is no
     *     such entry
     */
    OptionalLong share(String name, Path source, SharedContent content) throws IOException {
        long blocks = SharedContent.inBlocks(content.bytes());
        byte[] rest;
        try {
            rest = rest(source, content.at() + blocks, (int) (content.bytes() - blocks));
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
        long at = contentOf(name, content.bytes());
        if (!cloned(source, content.at(), at, blocks)) {
            return OptionalLong.empty();
        }
        ZipArchiveEntry entry = described(name, false);
        entry.setSize(content.bytes());
        entry.setCompressedSize(content.bytes());
        entry.setCrc(content.crc());
        try (InputStream stream =
                new SharedStream(blocks, new ByteArrayInputStream(rest), () -> passOver(at, blocks))) {
            zip.addRawArchiveEntry(entry, stream);
        }
        entries++;
        CRC32 crc = new CRC32();
        crc.update(rest);
        return OptionalLong.of(crc.getValue());
    }

    private boolean cloned(Path source, long from, long at, long blocks) throws IOException {
        if (refusals >= ENOUGH) {
            return false;
        }
        boolean cloned = cloner.clone(source, from, path, at, blocks);
        refusals = cloned ? 0 : refusals + 1;
        return cloned;
    }

    private void passOver(long at, long blocks) throws IOException {
        file.beforeOthersWrite();
        if (file.position() != at) {
            throw new IllegalStateException(
                    "A header of the zip is longer or shorter than expected; contents were put elsewhere.");
        }
        file.othersWrote(blocks);
    }

    /** Where the content of the next entry begins: behind its header, at a block. */
    private long contentOf(String name, long bytes) {
        long end = file.position() + HEADER + name.length() + ALIGNMENT_FIELD + (bytes >= LARGE ? ZIP64_FIELD : 0);
        return (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Less than a block of a file. */
    private static byte[] rest(Path source, long at, int bytes) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(bytes);
        try (FileChannel from = FileChannel.open(source)) {
            while (room.hasRemaining()) {
                if (from.read(room, at + room.position()) < 0) {
                    throw new EOFException(source + " became shorter");
                }
            }
        }
        return room.array();
    }

    private static ZipArchiveEntry described(String name, boolean compress) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(compress ? ZipEntry.DEFLATED : ZipEntry.STORED);
        if (!compress) {
            // not setAlignment, which copies of an entry lack
            entry.addExtraField(new ResourceAlignmentExtraField(ALIGNMENT));
        }
        return entry;
    }

    private OutputStream open(ZipArchiveEntry entry) throws IOException {
        zip.putArchiveEntry(entry);
        entries++;
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                zip.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeArchiveEntry();
            }
        };
    }

    /** Completes the file and forces it to disk. */
    public void finish() throws IOException {
        zip.finish();
        file.force();
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            cloner.done(path);
        }
    }
}
