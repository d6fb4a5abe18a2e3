package org.coursebackup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.coursebackup.share.SharedContent;
import org.coursebackup.thin.Compressible;

/** Moodle's file pool, usually {@code filedir} in the data folder: files named after the SHA-1 of their content. */
final class FilePool {
    private static final int BLOCK = 64 * 1024;

    private final Path folder;

    FilePool(Path folder) {
        this.folder = folder;
    }

    Path path(String contentHash) {
        return folder.resolve(contentHash.substring(0, 2))
                .resolve(contentHash.substring(2, 4))
                .resolve(contentHash);
    }

    /** Whether there is a readable file of that hash; its content is not looked at. */
    boolean has(String contentHash) {
        Path file = path(contentHash);
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    /** Size and time of a pool file, by which a replaced one is noticed without being read. */
    String stamp(String contentHash) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path(contentHash), BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime().toMillis();
        } catch (NoSuchFileException removedMeanwhile) {
            return "gone";
        }
    }

    /**
     * Copies a pool file into the archive as {@code files/xx/hash}, or has the archive share its blocks. It is read in
     * any case.
     *
     * @return whether the content matched the hash; if not, the archive holds a wrong entry and has to be made again
     */
    boolean copy(String contentHash, ArchiveZip zip, ContentCount count) throws IOException {
        MessageDigest sha1 = sha1();
        Path file = path(contentHash);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            int length = read(in, block);
            boolean compress = Compressible.shrinks(block, length);
            long shared = 0;
            try (OutputStream out = compress
                    ? zip.entry(entryName(contentHash), true)
                    : zip.stored(entryName(contentHash), Files.size(file))) {
                if (!compress) {
                    shared = share(file, zip);
                }
                while (length > 0) {
                    sha1.update(block, 0, length);
                    out.write(block, 0, length);
                    count.read(length);
                    length = read(in, block);
                }
            }
            count.cloned(shared);
        } catch (NoSuchFileException | AccessDeniedException | UnreadableException e) {
            return false;
        }
        return HexFormat.of().formatHex(sha1.digest()).equals(contentHash);
    }

    /** @return how many bytes at its beginning are shared; what is read of them later still counts */
    private static long share(Path file, ArchiveZip zip) throws IOException {
        long bytes = Files.size(file);
        return bytes >= SharedContent.SMALLEST && zip.cloned(file, SharedContent.inBlocks(bytes))
                ? SharedContent.inBlocks(bytes)
                : 0;
    }

    /** The name of a content's entry in archives. */
    static String entryName(String contentHash) {
        return "files/" + contentHash.substring(0, 2) + "/" + contentHash;
    }

    /** Tells trouble with the pool from trouble with the target: a bad sector here costs one file, not the course. */
    private static int read(InputStream in, byte[] block) throws UnreadableException {
        try {
            return in.readNBytes(block, 0, block.length);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private static final class UnreadableException extends IOException {
        UnreadableException(IOException cause) {
            super(cause);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
