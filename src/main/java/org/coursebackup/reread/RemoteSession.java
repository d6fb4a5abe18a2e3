package org.coursebackup.reread;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.Reason;
import org.coursebackup.store.RemotePlace;
import org.coursebackup.verify.Sha256;

/** A session with a server, cut off when a run waits for it and the server doesn't answer. */
final class RemoteSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);
    private static final int PORTION = 64 * 1024;
    /** How many seconds a transfer may take to notice that it has to give way. */
    private static final int PATIENCE_SECONDS = 5;

    private final RemotePlace there;
    private final BooleanSupplier stop;
    private final CountDownLatch over = new CountDownLatch(1);

    RemoteSession(RemotePlace there, BooleanSupplier stop) {
        this.there = there;
        this.stop = stop;
        Thread watch = new Thread(this::cut, "reading archives on a server gives way");
        watch.setDaemon(true);
        watch.start();
    }

    RemotePlace place() {
        return there;
    }

    /**
     * Reads a file to its end.
     *
     * @param bytes how long it is
     * @return its SHA-256
     * @throws IOException if it ends earlier or later, or is to stop
     */
    String read(String name, long bytes, OutputStream out) throws Exception {
        var digest = Sha256.digest();
        byte[] room = new byte[PORTION];
        long read = 0;
        try (InputStream in = there.read(name)) {
            for (int length = in.read(room); length >= 0; length = in.read(room)) {
                if (stop.getAsBoolean()) {
                    throw new InterruptedIOException("it gave way to a run");
                }
                digest.update(room, 0, length);
                out.write(room, 0, length);
                read += length;
            }
        }
        if (read != bytes) {
            throw new IOException("the connection ended after " + read + " of " + bytes + " bytes");
        }
        return Sha256.hex(digest);
    }

    /** The server may have fallen silent, and a run must not wait until that is noticed. */
    private void cut() {
        int waited = 0;
        try {
            while (!over.await(1, TimeUnit.SECONDS)) {
                waited = stop.getAsBoolean() ? waited + 1 : 0;
                if (waited == PATIENCE_SECONDS) {
                    there.close();
                }
            }
        } catch (InterruptedException | RuntimeException ended) {
            LOG.debug("Nothing watches a session any more: {}", Reason.of(ended));
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            there.close();
        } catch (RuntimeException gone) {
            LOG.debug("A session with a server did not end well: {}", Reason.of(gone));
        }
    }
}
