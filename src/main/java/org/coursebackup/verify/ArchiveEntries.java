package org.coursebackup.verify;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.dataformat.zipfile.ZipIterator;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * The entries of a zip for a streaming split, read by camel-zipfile: one message an entry, its name in the header
 * {@code CamelFileName}, its content as a stream (spooled to disk where stream caching says so).
 *
 * <p>camel-zipfile's own splitter keeps the cached content of all entries until the whole archive is done with, in
 * memory or as temporary files. Here every entry is read on behalf of an exchange of its own, which is completed when
 * the entry after the next is asked for, so that two entries are kept at most. Entries of more than a megabyte are
 * checked in passing and don't reach the split: a video of ten gigabytes would otherwise be written to the temporary
 * folder once more. Where the zip is broken, the entries end and the check is told the reason.
 */
final class ArchiveEntries implements Iterator<Message>, Closeable {
    private static final long LARGE = 1 << 20;

    private final Exchange course;
    private final ZipArchiveInputStream zip;
    private final ArchiveCheck check;
    private Cached previous;
    private Cached next;
    private boolean ended;

    ArchiveEntries(Path archive, Exchange course, ArchiveCheck check) throws IOException {
        this.course = course;
        this.check = check;
        this.zip = new LeftOpen(new BufferedInputStream(Files.newInputStream(archive)), check);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        release(previous);
        previous = next;
        next = null;
        return previous.message();
    }

    /**
     * The split closes its iterator before it has worked on the last entry, so that one is kept until the course is
     * done with.
     */
    @Override
    public void close() throws IOException {
        Cached last = previous;
        course.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                release(last);
            }
        });
        release(next);
        ended = true;
        ((LeftOpen) zip).closeForGood();
    }

    private Cached read() {
        DefaultExchange entry = new DefaultExchange(course.getContext());
        entry.getIn().setHeaders(course.getIn().getHeaders());
        ZipIterator one = new ZipIterator(entry, zip);
        Cached cached = new Cached(entry, one);
        try {
            if (one.hasNext()) {
                cached.message = one.next();
                return cached;
            }
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() instanceof IOException io ? io : e;
            check.endedEarly(Printable.reason(cause));
        }
        release(cached);
        return null;
    }

    private static void release(Cached cached) {
        if (cached != null && !cached.released) {
            cached.released = true;
            try {
                cached.iterator.close();
            } catch (IOException e) {
                throw new RuntimeCamelException(e);
            } finally {
                UnitOfWorkHelper.doneSynchronizations(
                        cached.exchange, cached.exchange.getExchangeExtension().handoverCompletions());
            }
        }
    }

    private static final class Cached {
        private final DefaultExchange exchange;
        private final ZipIterator iterator;
        private Message message;
        private boolean released;

        Cached(DefaultExchange exchange, ZipIterator iterator) {
            this.exchange = exchange;
            this.iterator = iterator;
        }

        Message message() {
            return message;
        }
    }

    /** Each entry's iterator closes the zip when done; only the end of all entries may. */
    private static final class LeftOpen extends ZipArchiveInputStream {
        private final ArchiveCheck check;

        LeftOpen(InputStream in, ArchiveCheck check) {
            super(in);
            this.check = check;
        }

        @Override
        public ZipArchiveEntry getNextEntry() throws IOException {
            ZipArchiveEntry entry = super.getNextEntry();
            while (entry != null && entry.getSize() > LARGE) {
                check.entry(entry.getName(), this);
                entry = super.getNextEntry();
            }
            return entry;
        }

        @Override
        public void close() {
            // see closeForGood
        }

        void closeForGood() throws IOException {
            super.close();
        }
    }
}
