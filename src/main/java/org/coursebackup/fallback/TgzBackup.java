package org.coursebackup.fallback;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Moodle's own backups are gzipped tar files by default; this program stores zip files, which Moodle restores as well.
 */
final class TgzBackup {
    /** Moodle's own list of the tar's entries. */
    private static final String INDEX = ".ARCHIVE_INDEX";

    private TgzBackup() {}

    /** Whether a file begins like gzip. */
    public static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /** Writes the same entries as a zip and forces it to disk. Memory does not grow with the size. */
    public static void repack(Path tgz, Path zip) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                        GzipCompressorInputStream.builder()
                                .setInputStream(new BufferedInputStream(Files.newInputStream(tgz)))
                                .setDecompressConcatenated(true)
                                .get(),
                        "UTF-8");
                ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            out.setEncoding("UTF-8");
            out.setUseZip64(Zip64Mode.AsNeeded);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.getName().equals(INDEX)) {
                    ZipArchiveEntry copy = new ZipArchiveEntry(entry.getName());
                    copy.setTime(entry.getLastModifiedTime());
                    out.putArchiveEntry(copy);
                    tar.transferTo(out);
                    out.closeArchiveEntry();
                }
            }
        }
        try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
