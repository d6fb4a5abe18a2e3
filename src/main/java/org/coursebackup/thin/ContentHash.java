package org.coursebackup.thin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes both hashes of a content as it goes by. */
public final class ContentHash {
    private final MessageDigest sha1 = digest("SHA-1");
    private final MessageDigest sha256 = digest("SHA-256");
    private long bytes;

    public void update(byte[] room, int from, int count) {
        sha1.update(room, from, count);
        sha256.update(room, from, count);
        bytes += count;
    }

    /** What it took; to be called once. */
    public ListedContent done() {
        return new ListedContent(hex(sha1), bytes, hex(sha256));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
