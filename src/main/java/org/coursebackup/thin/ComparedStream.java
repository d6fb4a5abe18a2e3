package org.coursebackup.thin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** A stream that is compared with what it has to be while it is read; its end is an exception if it is not that. */
public abstract class ComparedStream extends FilterInputStream {
    private long bytes;
    private boolean compared;

    protected ComparedStream(InputStream in) {
        super(in);
    }

    /** Takes what was read. */
    protected abstract void seen(byte[] room, int from, int count);

    /**
     * Compares, at the end.
     *
     * @param bytes how many were read
     * @throws IOException if it is not what it has to be
     */
    protected abstract void compare(long bytes) throws IOException;

    /** A content of the pool. */
    static ComparedStream ofContent(Path file, ListedContent content) throws IOException {
        InputStream in;
        try {
            in = Files.newInputStream(file);
        } catch (NoSuchFileException gone) {
            throw new IOException("a content is not in the pool: there is no file " + file, gone);
        }
        return new ComparedStream(in) {
            private final ContentHash hash = new ContentHash();

            @Override
            protected void seen(byte[] room, int from, int count) {
                hash.update(room, from, count);
            }

            @Override
            protected void compare(long bytes) throws IOException {
                if (!hash.done().equals(content)) {
                    throw new IOException("a content is damaged in the pool: " + file + " has another content");
                }
            }
        };
    }

    /** A document of a zip, with the checksum that the zip's directory has for it. */
    static ComparedStream ofDocument(InputStream in, String name, long crc) {
        return new ComparedStream(in) {
            private final CRC32 checksum = new CRC32();

            @Override
            protected void seen(byte[] room, int from, int count) {
                checksum.update(room, from, count);
            }

            @Override
            protected void compare(long bytes) throws IOException {
                if (checksum.getValue() != crc) {
                    throw new IOException(name + " is damaged: checksum mismatch");
                }
            }
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] room, int from, int length) throws IOException {
        int count = in.read(room, from, length);
        if (count >= 0) {
            seen(room, from, count);
            bytes += count;
        } else if (!compared) {
            compare(bytes);
            compared = true;
        }
        return count;
    }

    /** What is not read cannot be compared. */
    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
