package org.coursebackup.thin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A complete archive, made block by block as it is read. Small documents are taken over as they are; all else is
 * compressed, or, if that does not shrink it, only wrapped: checksums follow, since nothing is read twice.
 */
final class AssembledStream extends InputStream {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int BLOCK = 64 * 1024;
    /** From here on an entry may need more than 32 bits for its length when it is wrapped. */
    private static final long LARGE = 4_000_000_000L;

    private final WholeArchive whole;
    private final Queue<Map.Entry<String, Object>> parts = new ArrayDeque<>();
    private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * BLOCK);
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(made);
    private final byte[] block = new byte[BLOCK];
    private byte[] ready = new byte[0];
    private int at;
    private InputStream content;
    private boolean finished;

    AssembledStream(WholeArchive whole) {
        this.whole = whole;
        whole.inOrder((name, from) -> parts.add(Map.entry(name, from)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] room, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, room.length);
        if (length == 0) {
            return 0;
        }
        while (at == ready.length) {
            if (finished) {
                return -1;
            }
            made.reset();
            go();
            ready = made.toByteArray();
            at = 0;
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, room, from, count);
        at += count;
        return count;
    }

    /** Makes a little more of the zip. */
    private void go() throws IOException {
        if (content != null) {
            goOnWithContent(content.readNBytes(block, 0, BLOCK));
        } else if (parts.isEmpty()) {
            zip.finish();
            finished = true;
        } else {
            Map.Entry<String, Object> part = parts.remove();
            if (part.getValue() instanceof ZipArchiveEntry document && document.getCompressedSize() <= BLOCK) {
                copy(part.getKey(), document);
            } else {
                begin(part.getKey());
            }
        }
    }

    private void copy(String name, ZipArchiveEntry document) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(document.getMethod());
        entry.setSize(document.getSize());
        entry.setCompressedSize(document.getCompressedSize());
        entry.setCrc(document.getCrc());
        zip.setUseZip64(Zip64Mode.AsNeeded);
        try (InputStream raw = whole.raw(document)) {
            zip.addRawArchiveEntry(entry, raw);
        }
    }

    private void begin(String name) throws IOException {
        long bytes = whole.bytes(name);
        content = whole.entry(name);
        int length = content.readNBytes(block, 0, BLOCK);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(ZipEntry.DEFLATED);
        entry.setSize(bytes);
        zip.setLevel(Compressible.shrinks(block, length) ? Deflater.DEFAULT_COMPRESSION : Deflater.NO_COMPRESSION);
        zip.setUseZip64(bytes >= LARGE ? Zip64Mode.Always : Zip64Mode.AsNeeded);
        zip.putArchiveEntry(entry);
        goOnWithContent(length);
    }

    /** A content that is longer or shorter than it was, or another, never gets its entry closed. */
    private void goOnWithContent(int length) throws IOException {
        zip.write(block, 0, length);
        if (length < BLOCK) {
            // compares it, now that its end is known
            if (content.read() >= 0) {
                throw new IOException("a content of the pool is being written to");
            }
            content.close();
            content = null;
            zip.closeArchiveEntry();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (content != null) {
                content.close();
            }
        } finally {
            whole.close();
        }
    }
}
