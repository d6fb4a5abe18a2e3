package org.coursebackup.thin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pool beside thin archives: each content once, as {@code pool/ab/cd/SHA1}. What has such a name is whole, since it
 * got it after it was written; what disks do to it later is for readers to notice.
 */
public final class PoolFolder implements ContentLookup {
    /** The folder's name, beside the archives. */
    public static final String NAME = "pool";
    /** Before the name of a content that is being written. */
    private static final String PART = ".part-";

    private static final int BLOCK = 64 * 1024;

    private final Path root;

    public PoolFolder(Path root) {
        this.root = root;
    }

    /** The pool that an archive refers to. */
    public static PoolFolder beside(Path archive) {
        return new PoolFolder(archive.toAbsolutePath().resolveSibling(NAME));
    }

    public Path root() {
        return root;
    }

    /** Where a content lies, or would. */
    public Path path(String sha1) {
        return root.resolve(sha1.substring(0, 2)).resolve(sha1.substring(2, 4)).resolve(sha1);
    }

    /** A name that no other content in the making has. */
    public Path part(String sha1, long number) {
        return root.resolve(PART + number + "-" + sha1);
    }

    /** Reads it completely. */
    @Override
    public Optional<String> trouble(ListedContent content) {
        Path file = path(content.sha1());
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            return read(file).equals(content)
                    ? Optional.empty()
                    : Optional.of("is damaged in the pool: " + file + " has another content");
        } catch (NoSuchFileException gone) {
            return Optional.of("is not in the pool: there is no file " + file);
        } catch (IOException unreadable) {
            return Optional.of("can't be read in the pool (" + file + ")");
        }
    }

    /** Reads a file to its end, and says which content it is. */
    public static ListedContent read(Path file) throws IOException {
        ContentHash hash = new ContentHash();
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                hash.update(block, 0, length);
            }
        }
        return hash.done();
    }

    /** Deletes what was being written when a process was killed; to be called only when nobody writes. */
    public void dropParts() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(root, PART + "*")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
