package org.coursebackup.export;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;

import org.coursebackup.verify.Sha256;

/** Refuses to end where the content was not what the archive's directory, and whoever vouches for it, say. */
final class CheckedContent extends FilterInputStream {
    private final String name;
    private final long bytes;
    private final long crc;
    private final String sha256;
    private final CRC32 checksum = new CRC32();
    private final MessageDigest digest;
    private long read;
    private boolean compared;

    /** @param sha256 null if nobody vouches for it */
    CheckedContent(InputStream in, String name, long bytes, long crc, String sha256) {
        super(in);
        this.name = name;
        this.bytes = bytes;
        this.crc = crc;
        this.sha256 = sha256;
        this.digest = sha256 == null ? null : Sha256.digest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] room, int offset, int length) throws IOException {
        int got = super.read(room, offset, length);
        if (got < 0) {
            ended();
            return got;
        }
        read += got;
        checksum.update(room, offset, got);
        if (digest != null) {
            digest.update(room, offset, got);
        }
        return got;
    }

    private void ended() throws IOException {
        if (read != bytes || checksum.getValue() != crc) {
            throw new IOException(name + " is damaged: "
                    + (read == bytes ? "checksum mismatch" : read + " bytes instead of " + bytes));
        }
        if (digest != null && !compared && !Sha256.hex(digest).equals(sha256)) {
            throw new IOException(name + " is not what was made, by the archive's manifest");
        }
        compared = true;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("what is checked has to be read");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
