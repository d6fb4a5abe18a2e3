package org.coursebackup.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Moodle's file pool: each content once, in {@code filedir/aa/bb/}, named after its SHA-1. */
final class DemoPool {
    private final Path filedir;

    DemoPool(Path dataroot) {
        filedir = dataroot.resolve("filedir");
    }

    /** Stores content and returns its hash. */
    String store(byte[] content) {
        String hash = sha1(content);
        Path file = path(hash);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hash;
    }

    /** Removes a pool file, as if the disk had lost it. */
    void lose(String hash) throws IOException {
        Files.deleteIfExists(path(hash));
    }

    Path path(String hash) {
        return filedir.resolve(hash.substring(0, 2))
                .resolve(hash.substring(2, 4))
                .resolve(hash);
    }

    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
