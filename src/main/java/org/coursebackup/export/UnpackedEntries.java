package org.coursebackup.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * The entries of an archive that Moodle itself made, as the fallback does: a compressed tar, which has no directory, so
 * that it is unpacked into a temporary folder until it is closed.
 */
final class UnpackedEntries implements ArchiveEntries {
    private static final int MAGIC = 0x1f8b;

    private final Path folder;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Path> files = new HashMap<>();

    UnpackedEntries(Path archive) throws IOException {
        folder = Files.createTempDirectory("export-");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                InputStream gzip = new GZIPInputStream(in, 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    String name = entry.getName().replaceFirst("^\\./", "");
                    Path file = folder.resolve(Integer.toString(entries.size()));
                    Files.copy(tar, file);
                    entries.add(new Entry(name, Files.size(file), true));
                    files.put(name, file);
                }
            }
            // the checksum of all comes after the end of the tar
            gzip.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Whether a file is one of these, by its first two bytes, as Moodle decides it. */
    static boolean isTar(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && ((start[0] & 0xff) << 8 | start[1] & 0xff) == MAGIC;
        }
    }

    @Override
    public List<Entry> list() {
        return Collections.unmodifiableList(entries);
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        return new BufferedInputStream(Files.newInputStream(files.get(entry.name())));
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
