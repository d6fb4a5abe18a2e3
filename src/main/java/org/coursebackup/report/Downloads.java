package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.store.ArchiveName;

/**
 * Finds archives to be downloaded: only what the history says was published directly in the program's folder, under a
 * name that an archive may have; no links.
 */
public final class Downloads {
    /** A manifest of more bytes is only verified by the command. */
    private static final long LARGEST = 20_000_000;

    private final Path folder;
    private final ManifestKey key;

    /** @param key whose signatures of manifests count */
    public Downloads(Path folder, ManifestKey key) {
        this.folder = folder.toAbsolutePath().normalize();
        this.key = key;
    }

    /**
     * What an archive's manifest is worth, without reading the archive: {@code signed}, {@code other-key},
     * {@code altered}, {@code other-content} than the history has, {@code missing}, or {@code unread}.
     */
    String manifest(Path archive, String sha256) throws IOException {
        if (ManifestFile.exists(archive) && Files.size(ManifestFile.of(archive)) > LARGEST) {
            return "unread";
        }
        Manifest manifest = Manifest.beside(archive, key.trustedOrNone());
        return switch (manifest.trust()) {
            case MISSING -> "missing";
            case ALTERED -> "altered";
            case OTHER_KEY -> "other-key";
            case SIGNED ->
                sha256 != null
                                        && manifest.archive().sha256() != null
                                        && !sha256.equals(manifest.archive().sha256())
                                || !manifest.archive()
                                        .name()
                                        .equals(archive.getFileName().toString())
                                || manifest.archive().bytes() != Files.size(archive)
                        ? "other-content"
                        : "signed";
        };
    }

    boolean here(String location, String name) {
        return find(location, name).isPresent();
    }

    /** @param location where the history says that the archive was published; if elsewhere, it is not found */
    Optional<Path> find(String location, String name) {
        if (!ArchiveName.fits(name)) {
            return Optional.empty();
        }
        Path file = folder.resolve(name).normalize();
        boolean ours = file.getParent().equals(folder)
                && (location.equals(name)
                        || Path.of(location).toAbsolutePath().normalize().equals(file));
        return ours && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }
}
