package org.coursebackup.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.verify.Printable;

/**
 * A download of which the log says in one line if it breaks off because the archive can't be read. The server ends the
 * connection then, so that whoever downloads it sees that it is not complete.
 */
final class ToldStream extends FilterInputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ToldStream.class);

    private final String name;
    private boolean told;

    ToldStream(InputStream in, String name) {
        super(in);
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException | RuntimeException damaged) {
            throw told(damaged);
        }
    }

    @Override
    public int read(byte[] room, int offset, int length) throws IOException {
        try {
            return in.read(room, offset, length);
        } catch (IOException | RuntimeException damaged) {
            throw told(damaged);
        }
    }

    private IOException told(Exception damaged) {
        if (!told) {
            told = true;
            LOG.error(
                    "The download of {} broke off, since it or the pool beside it is damaged: {}. Whoever downloads it"
                            + " gets no complete file. 'verify' says all that is wrong with it; an earlier archive may"
                            + " be good.",
                    name,
                    Printable.reason(damaged));
        }
        return damaged instanceof IOException failure ? failure : new IOException(damaged);
    }
}
