package org.coursebackup.verify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * Whether the directory of a zip and the entries' own headers describe the same file: every entry where the directory
 * says, under the same name, compressed the same way, each right after the last. Then what was read entry by entry is
 * what Moodle finds by the directory; otherwise a damaged directory would go unnoticed, and so would a zip bomb whose
 * entries share their data.
 */
final class ZipLayout {
    private static final int HEADER = 30;
    private static final int ENTRY_SIGNATURE = 0x04034b50;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int HAS_DESCRIPTOR = 8;

    private final FileChannel file;
    private final List<ZipArchiveEntry> entries;

    private ZipLayout(FileChannel file, List<ZipArchiveEntry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Whether they do; anything wrong becomes a finding.
     *
     * @param entries as the directory has them, in the order of the file
     * @throws IOException if the file ends before an entry does
     */
    static boolean check(Path archive, List<ZipArchiveEntry> entries, Findings findings) throws IOException {
        try (FileChannel file = FileChannel.open(archive)) {
            return new ZipLayout(file, entries).check(findings);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private boolean check(Findings findings) throws IOException {
        if (!entries.isEmpty() && entries.get(0).getLocalHeaderOffset() != 0) {
            findings.error("there is data before the first entry");
        }
        for (int i = 0; i < entries.size(); i++) {
            ZipArchiveEntry entry = entries.get(i);
            byte[] name = entry.getRawName();
            ByteBuffer header = read(entry.getLocalHeaderOffset(), HEADER + name.length);
            int nameLength = header.getShort(26) & 0xffff;
            if (header.getInt(0) != ENTRY_SIGNATURE
                    || header.getShort(8) != entry.getMethod()
                    || nameLength != name.length
                    || !header.slice(HEADER, nameLength).equals(ByteBuffer.wrap(name))) {
                findings.error(
                        "entry " + entry.getName() + " differs between its own header and the archive's directory");
                return false;
            }
            long dataEnd = entry.getLocalHeaderOffset()
                    + HEADER
                    + nameLength
                    + (header.getShort(28) & 0xffff)
                    + entry.getCompressedSize();
            boolean descriptor = (header.getShort(6) & HAS_DESCRIPTOR) != 0;
            if (!LongStream.of(ends(entry, dataEnd, descriptor)).anyMatch(isNext(i + 1))) {
                findings.error(
                        "entry " + entry.getName() + " overlaps the one behind it or doesn't reach it, so the archive's"
                                + " directory is damaged or forged");
                return false;
            }
        }
        return true;
    }

    /** Where the entry may end: after its data, or after the descriptor, whose form only its checksum reveals. */
    private long[] ends(ZipArchiveEntry entry, long dataEnd, boolean descriptor) throws IOException {
        if (!descriptor) {
            return new long[] {dataEnd};
        }
        ByteBuffer start = read(dataEnd, 8);
        int crc = (int) entry.getCrc();
        boolean signed = start.getInt(0) == DESCRIPTOR_SIGNATURE && start.getInt(4) == crc;
        boolean plain = start.getInt(0) == crc;
        return LongStream.of(signed ? 16 : 0, signed ? 24 : 0, plain ? 12 : 0, plain ? 20 : 0)
                .filter(length -> length > 0)
                .map(length -> dataEnd + length)
                .toArray();
    }

    private LongPredicate isNext(int index) {
        if (index < entries.size()) {
            return position -> position == entries.get(index).getLocalHeaderOffset();
        }
        return position -> {
            try {
                return read(position, 4).getInt(0) == DIRECTORY_SIGNATURE;
            } catch (IOException e) {
                return false;
            }
        };
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }
}
