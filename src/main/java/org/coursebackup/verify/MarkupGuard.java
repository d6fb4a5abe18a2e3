package org.coursebackup.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses XML that could fill the memory before the parser reports anything: endless markup, and anything that begins
 * with {@code <!} (DOCTYPE, comments, CDATA), which Moodle never writes. Also U+FFFE and U+FFFF, which Moodle's parser
 * refuses and ours does not.
 */
final class MarkupGuard extends FilterInputStream {
    private static final int LONGEST_MARKUP = 64 * 1024;

    /** In UTF-8 they are EF BF BE and EF BF BF. */
    private static final int NO_CHARACTER = 0xefbfbe;

    private int inMarkup = -1;
    private int beyondAscii;

    MarkupGuard(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            check(buffer[i]);
        }
        return read;
    }

    /** Does nothing: the parser closes its input, but this is an entry of an archive that is read on. */
    @Override
    public void close() {}

    private void check(byte b) throws IOException {
        if (b < 0) {
            beyondAscii = beyondAscii << 8 | b & 0xff;
            if ((beyondAscii & 0xfffffe) == NO_CHARACTER) {
                throw new IOException("it contains U+FFFE or U+FFFF, which no XML document may");
            }
        }
        if (inMarkup < 0) {
            inMarkup = b == '<' ? 0 : -1;
        } else if (b == '>') {
            inMarkup = -1;
        } else if (inMarkup == 0 && b == '!') {
            throw new IOException("it contains a DOCTYPE, a comment or a CDATA section, which Moodle never writes");
        } else if (++inMarkup > LONGEST_MARKUP) {
            throw new IOException("it contains markup of more than " + LONGEST_MARKUP + " bytes");
        }
    }
}
