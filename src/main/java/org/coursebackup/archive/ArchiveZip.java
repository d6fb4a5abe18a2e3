package org.coursebackup.archive;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The zip file of an archive, written once from front to end (only entry headers are completed afterwards), Zip64 where
 * needed. The same entries always give the same bytes, and uncompressed ones begin at multiples of {@value #ALIGNMENT}
 * bytes, so that file systems and backup tools that deduplicate blocks can share those of two nights.
 */
final class ArchiveZip implements Closeable {
    /** The block size of common file systems, in bytes. */
    static final int ALIGNMENT = 4096;
    /**
     * The earliest time that a zip can hold: every entry gets it, since the time of writing says nothing about content.
     */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final BufferedFile file;
    private final ZipArchiveOutputStream zip;
    private int entries;

    ArchiveZip(Path file) throws IOException {
        this.file = new BufferedFile(FileChannel.open(file, Set.of(CREATE_NEW, WRITE), rights(file)));
        zip = new ZipArchiveOutputStream(this.file);
        zip.setUseZip64(Zip64Mode.AsNeeded);
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }

    /** An archive holds personal data: no permissions for anyone but owner and group, whatever the umask. */
    private static FileAttribute<?>[] rights(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }

    int entries() {
        return entries;
    }

    /** Opens an entry; closing the stream ends it. One at a time. */
    OutputStream entry(String name, boolean compress) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(compress ? ZipEntry.DEFLATED : ZipEntry.STORED);
        if (!compress) {
            entry.setAlignment(ALIGNMENT);
        }
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

    /** Completes the file and forces it to disk. */
    void finish() throws IOException {
        zip.finish();
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
