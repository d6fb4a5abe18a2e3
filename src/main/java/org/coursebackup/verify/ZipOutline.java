package org.coursebackup.verify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * What a zip has besides the data of its entries: their headers, what lies between them, and the directory. Together
 * with the hashes of the contents it tells all of the file, without a hash of the whole.
 *
 * @param sha256 of all that, in the order of the file, 64 hexadecimal digits
 * @param stored the entries whose data is their content, uncompressed, in the order of the file
 */
public record ZipOutline(String sha256, List<Stored> stored) {
    private static final int HEADER = 30;

    /**
     * An uncompressed entry.
     *
     * @param at where its content begins
     * @param crc CRC-32 as the directory states it
     */
    public record Stored(String name, long at, long bytes, long crc) {}

    /** @throws IOException also if the file is not a zip, or its entries overlap */
    public static ZipOutline of(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder()
                .setPath(archive)
                .setIgnoreLocalFileHeader(true)
                .get()) {
            return of(archive, Collections.list(zip.getEntriesInPhysicalOrder()));
        } catch (IllegalArgumentException notUnderstood) {
            throw new IOException(notUnderstood.getMessage(), notUnderstood);
        }
    }

    /** The same where the directory was read before; its entries are in the order of the file. */
    static ZipOutline of(Path archive, List<ZipArchiveEntry> entries) throws IOException {
        try (FileChannel file = FileChannel.open(archive)) {
            MessageDigest digest = Sha256.digest();
            List<Stored> stored = new ArrayList<>();
            long end = 0;
            for (ZipArchiveEntry entry : entries) {
                ByteBuffer header = read(file, entry.getLocalHeaderOffset(), HEADER);
                long at = entry.getLocalHeaderOffset()
                        + HEADER
                        + (header.getShort(26) & 0xffff)
                        + (header.getShort(28) & 0xffff);
                if (at < end) {
                    throw new IOException("the entries of the zip overlap");
                }
                digest(file, end, at, digest);
                end = at + entry.getCompressedSize();
                if (entry.getMethod() == ZipEntry.STORED && entry.getCompressedSize() == entry.getSize()) {
                    stored.add(new Stored(entry.getName(), at, entry.getSize(), entry.getCrc()));
                }
            }
            digest(file, end, file.size(), digest);
            return new ZipOutline(Sha256.hex(digest), List.copyOf(stored));
        }
    }

    private static void digest(FileChannel file, long from, long to, MessageDigest digest) throws IOException {
        for (long at = from; at < to; ) {
            ByteBuffer bytes = read(file, at, (int) Math.min(64 * 1024, to - at));
            at += bytes.remaining();
            digest.update(bytes);
        }
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the zip ends too early");
            }
        }
        return bytes.flip();
    }
}
