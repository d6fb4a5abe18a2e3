package org.coursebackup.compare;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.springframework.util.FileSystemUtils;

/**
 * An archive's documents, to be opened in any order, and the SHA-1 of everything else in it. Documents of a tgz are
 * unpacked to a temporary folder; a zip is read where it is. The first bytes tell which it is, as in Moodle.
 */
public final class ArchiveContents implements Closeable {
    private static final Set<String> LEFT_OUT = Set.of(".ARCHIVE_INDEX", "moodle_backup.log");

    private interface Source {
        InputStream open() throws IOException;
    }

    private final Map<String, Source> documents = new TreeMap<>();
    private final Map<String, String> pool = new TreeMap<>();
    private final Map<String, String> others = new TreeMap<>();
    private final Path archive;
    private ZipFile zip;
    private Path folder;

    /** @param scratch where a temporary folder may be made */
    public ArchiveContents(Path archive, Path scratch) throws IOException {
        this.archive = archive;
        try {
            if (gzip(archive)) {
                folder = Files.createTempDirectory(scratch, "compare-");
                readTar();
            } else {
                zip = ZipFile.builder().setPath(archive).get();
                readZip();
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw new UnreadableArchiveException(archive + " cannot be read as an archive: " + e.getMessage(), e);
        }
    }

    /** Names of the XML documents. */
    public Set<String> documents() {
        return Collections.unmodifiableSet(documents.keySet());
    }

    public InputStream open(String document) throws IOException {
        return new BufferedInputStream(documents.get(document).open());
    }

    /** SHA-1 by name of the pool files, the entries below files/. */
    public Map<String, String> pool() {
        return pool;
    }

    /** SHA-1 by name of entries that are neither documents nor pool files. */
    Map<String, String> others() {
        return others;
    }

    @Override
    public String toString() {
        return archive.toString();
    }

    static boolean gzip(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
        }
    }

    private void readZip() throws IOException {
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
            String name = entry.getName().replaceFirst("^\\./", "");
            if (entry.isDirectory() || LEFT_OUT.contains(name)) {
                continue;
            }
            if (isDocument(name)) {
                documents.put(name, () -> zip.getInputStream(entry));
            } else {
                try (InputStream in = zip.getInputStream(entry)) {
                    take(name, in);
                }
            }
        }
    }

    private void readTar() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().replaceFirst("^\\./", "");
                if (!entry.isFile() || LEFT_OUT.contains(name)) {
                    continue;
                }
                if (isDocument(name)) {
                    Path copy = folder.resolve(documents.size() + ".xml");
                    Files.copy(tar, copy);
                    documents.put(name, () -> Files.newInputStream(copy));
                } else {
                    take(name, tar);
                }
            }
        }
    }

    private static boolean isDocument(String name) {
        return name.endsWith(".xml") && !name.startsWith("files/");
    }

    private void take(String name, InputStream in) throws IOException {
        (name.startsWith("files/") ? pool : others).put(name, sha1(in));
    }

    private static String sha1(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            byte[] block = new byte[1 << 16];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                digest.update(block, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (zip != null) {
                zip.close();
            }
        } finally {
            if (folder != null) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
    }
}
