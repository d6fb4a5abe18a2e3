package org.coursebackup.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * A content on its way into a zip whose blocks are in the file already. What is given in their place is arbitrary,
 * since nobody writes it; then follows the rest behind the last whole block.
 */
final class SharedStream extends InputStream {
    /** Is told when the zip has written the header and wants the content. */
    @FunctionalInterface
    interface Begin {
        void content() throws IOException;
    }

    private final Begin begin;
    private final InputStream rest;
    private boolean begun;
    /** How many bytes are still to be given that nobody writes. */
    private long arbitrary;

    SharedStream(long blocks, InputStream rest, Begin begin) {
        this.arbitrary = blocks;
        this.rest = rest;
        this.begin = begin;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            begin.content();
        }
        if (arbitrary > 0) {
            int given = (int) Math.min(arbitrary, length);
            arbitrary -= given;
            return given;
        }
        return rest.read(bytes, offset, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
