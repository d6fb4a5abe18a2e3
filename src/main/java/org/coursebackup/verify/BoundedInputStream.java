package org.coursebackup.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts bytes and fails once an entry exceeds the size that the archive's directory states. */
final class BoundedInputStream extends FilterInputStream {
    private final long most;
    private long bytes;

    BoundedInputStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) throws IOException {
        bytes += read;
        if (bytes > most) {
            throw new IOException("it is longer than the " + most + " bytes that the archive's directory states");
        }
    }
}
