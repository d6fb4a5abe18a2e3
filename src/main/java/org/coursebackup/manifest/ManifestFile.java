package org.coursebackup.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Where manifests lie: beside their archives, as {@code NAME.mbz.manifest.json}. */
public final class ManifestFile {
    /** After the archive's name. */
    public static final String SUFFIX = ".manifest.json";
    /** How every manifest begins; by that our own files are told from those of others. */
    static final String BEGINNING = "{\"manifest\":1,\n";

    private ManifestFile() {}

    /** The manifest's path; there may be none. */
    public static Path of(Path archive) {
        return archive.resolveSibling(archive.getFileName() + SUFFIX);
    }

    /** Whether an archive has one. */
    public static boolean exists(Path archive) {
        return Files.isRegularFile(of(archive), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes the manifest of an archive that is about to be removed or does not exist. A file of that name that is not
     * a manifest stays.
     */
    public static void remove(Path archive) throws IOException {
        if (isManifest(of(archive))) {
            Files.deleteIfExists(of(archive));
        }
    }

    /**
     * Gives a finished manifest its name, atomically; an earlier one is replaced.
     *
     * @throws IOException if there is a file of that name that is not a manifest
     */
    public static void place(Path finished, Path archive) throws IOException {
        Path place = of(archive);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isManifest(place)) {
            throw new IOException(place + " is in the way; it is not a manifest and was not touched. Move it away.");
        }
        Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether it is a file that begins like one; nothing tells yet that it is whole or true. */
    static boolean isManifest(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        byte[] beginning = BEGINNING.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(beginning.length), beginning);
        }
    }
}
