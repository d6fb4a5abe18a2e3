package org.coursebackup.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.coursebackup.archive.text.MoodleXml;

/**
 * A digest (SHA-256) of all that an archive would hold, taken while its documents are written: two archives of a course
 * with the same fingerprint restore to the same course. Every byte of every document counts, except for fields that
 * their definition calls incidental, unless {@code strict}.
 */
final class ArchiveDigest {
    /** To be raised with every change of what counts and how. */
    private static final String METHOD = "1";

    private final MessageDigest whole = sha256();
    private final boolean strict;

    ArchiveDigest(boolean strict) {
        this.strict = strict;
        add("strict", Boolean.toString(strict));
    }

    /** A document that is written to a stream; it counts once it is closed, and so does the order of documents. */
    MoodleXml document(String name, OutputStream out) throws IOException {
        Document document = new Document(name, out);
        return new MoodleXml(document, strict ? null : document);
    }

    /** Something that belongs to the archive besides its documents. */
    void add(String kind, String value) {
        for (String word : new String[] {kind, value}) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            // with its length in front no word can pass for the end of one and the beginning of another
            whole.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            whole.update(bytes);
        }
    }

    /** To be asked once, at the end. */
    String value() {
        return METHOD + ":" + HexFormat.of().formatHex(whole.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private final class Document extends FilterOutputStream implements MoodleXml.Listener {
        private final String name;
        private final MessageDigest digest = sha256();
        private boolean counts = true;

        Document(String name, OutputStream out) {
            super(out);
            this.name = name;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (counts) {
                digest.update(bytes, offset, length);
            }
        }

        @Override
        public void incidental(String field) {
            counts = field == null;
            if (!counts) {
                digest.update(("?" + field).getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
            add(name, HexFormat.of().formatHex(digest.digest()));
        }
    }
}
