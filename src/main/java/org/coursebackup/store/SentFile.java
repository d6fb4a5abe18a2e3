package org.coursebackup.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import org.coursebackup.verify.Sha256;

/** What of a transfer is the same for every place. */
final class SentFile {
    private static final int PORTION = 64 * 1024;

    private SentFile() {}

    /** A file to be sent, which ends by an exception when it is to stop. */
    static InputStream open(Path file, BooleanSupplier stop) throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                check(stop);
                return super.read(bytes, from, length);
            }
        };
    }

    /**
     * Reads back what was sent.
     *
     * @throws IOException if it is not what was sent
     */
    static void verify(RemotePlace there, String name, String sha256, BooleanSupplier stop) throws Exception {
        var digest = Sha256.digest();
        byte[] room = new byte[PORTION];
        try (InputStream in = there.read(name)) {
            for (int length = in.read(room); length >= 0; length = in.read(room)) {
                check(stop);
                digest.update(room, 0, length);
            }
        }
        if (!Sha256.hex(digest).equals(sha256)) {
            throw new IOException("what was read back there is not what was sent");
        }
    }

    private static void check(BooleanSupplier stop) throws InterruptedIOException {
        if (stop.getAsBoolean()) {
            throw new InterruptedIOException("it gave way to a run");
        }
    }
}
