package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;

import org.coursebackup.thin.ComparedStream;
import org.coursebackup.verify.Sha256;

/** Refuses to end where the content was not what the archive's directory, and whoever vouches for it, say. */
final class CheckedContent extends ComparedStream {
    private final String name;
    private final long bytes;
    private final long crc;
    private final String sha256;
    private final CRC32 checksum = new CRC32();
    private final MessageDigest digest;

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
    protected void seen(byte[] room, int from, int count) {
        checksum.update(room, from, count);
        if (digest != null) {
            digest.update(room, from, count);
        }
    }

    @Override
    protected void compare(long read) throws IOException {
        if (read != bytes || checksum.getValue() != crc) {
            throw new IOException(name + " is damaged: "
                    + (read == bytes ? "checksum mismatch" : read + " bytes instead of " + bytes));
        }
        if (digest != null && !Sha256.hex(digest).equals(sha256)) {
            throw new IOException(name + " is not what was made, by the archive's manifest");
        }
    }
}
