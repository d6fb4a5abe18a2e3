package org.coursebackup.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coursebackup.thin.ThinArchive;

/**
 * What the directory at the end of a zip states. It is read separately, since reading entry by entry doesn't notice a
 * damaged or truncated directory, and Moodle finds the entries by it.
 */
final class CentralDirectory {
    private record Promise(long size, long crc) {}

    private final Map<String, Promise> promises = new HashMap<>();
    private boolean sound;

    private CentralDirectory() {}

    /**
     * Read by Java's own zip, which is strict.
     *
     * @param contents the same as they are going to be read
     * @throws IOException if the file is not a complete zip
     */
    static CentralDirectory of(Path archive, ZipContents contents, Findings findings) throws IOException {
        CentralDirectory directory = new CentralDirectory();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()
                        && directory.promises.put(plain(entry.getName()), new Promise(entry.getSize(), entry.getCrc()))
                                != null) {
                    findings.error("the archive's directory lists " + entry.getName() + " twice");
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        directory.sound = ZipLayout.check(archive, contents.entries(), findings);
        return directory;
    }

    /** Whether it describes the file. If not, the findings say so, and reading by it would prove nothing. */
    boolean sound() {
        return sound;
    }

    /** Uncompressed size stated; 0 for an entry that the directory doesn't list. */
    long sizeOf(String name) {
        Promise promise = promises.get(name);
        return promise == null ? 0 : promise.size();
    }

    void compare(String name, long size, long crc, Findings findings) {
        Promise promise = promises.get(name);
        if (promise == null) {
            findings.error("entry " + name + " is not in the archive's directory, so Moodle can't see it");
        } else if (promise.size() != size || promise.crc() != crc) {
            findings.error(name + " is damaged: "
                    + (promise.size() != size ? size + " bytes instead of " + promise.size() : "checksum mismatch"));
        }
    }

    void notAmong(Set<String> read, Findings findings) {
        promises.keySet().stream()
                .filter(name -> !read.contains(name))
                .sorted()
                .forEach(name -> findings.error("the archive's directory lists " + name + ", which couldn't be read"));
    }

    private static String plain(String name) {
        return ThinArchive.wholeEntry(name.startsWith("./") ? name.substring(2) : name);
    }
}
