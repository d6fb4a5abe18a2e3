package org.coursebackup.archive;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The zip file of an archive, written once from front to end (only entry headers are completed afterwards), Zip64 where
 * needed.
 */
final class ArchiveZip implements Closeable {
    private final FileChannel channel;
    private final ZipArchiveOutputStream zip;
    private final long time;
    private int entries;

    ArchiveZip(Path file, Instant time) throws IOException {
        this.time = time.toEpochMilli();
        channel = FileChannel.open(file, CREATE_NEW, WRITE);
        zip = new ZipArchiveOutputStream(channel);
        zip.setUseZip64(Zip64Mode.AsNeeded);
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }

    int entries() {
        return entries;
    }

    /** Opens an entry; closing the stream ends it. One at a time. */
    OutputStream entry(String name, boolean compress) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(time);
        entry.setMethod(compress ? ZipEntry.DEFLATED : ZipEntry.STORED);
        zip.putArchiveEntry(entry);
        entries++;
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                zip.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeArchiveEntry();
            }
        };
    }

    /** Completes the file and forces it to the disk. */
    void finish() throws IOException {
        zip.finish();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
