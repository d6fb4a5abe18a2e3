package org.coursebackup.manifest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.coursebackup.verify.ContentListener;
import org.coursebackup.verify.Sha256;

/**
 * One hash for all of an archive that is known in parts: the hash of each content, and that of the rest of the file. As
 * good as a hash of the whole file, but for how a content is compressed; and nobody has to read contents whose hashes
 * are known already.
 */
final class ContentsDigest implements ContentListener {
    private final MessageDigest digest = Sha256.digest();
    private boolean unreadable;
    private String value;

    @Override
    public void entry(String name, long bytes, String sha256) {
        unreadable |= sha256 == null;
        add(sha256 + " " + bytes + " " + name + "\n");
    }

    @Override
    public void outline(String sha256) {
        add(sha256);
        value = unreadable ? null : Sha256.hex(digest);
    }

    @Override
    public void file(long bytes, String sha256) {
        // the parts tell all
    }

    /** 64 hexadecimal digits; null if not all of the archive could be read, or it is no zip. */
    String value() {
        return value;
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
