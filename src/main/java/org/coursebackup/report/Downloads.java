package org.coursebackup.report;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import org.coursebackup.store.ArchiveName;

/**
 * Finds archives to be downloaded: only what the history says was published directly in the program's folder, under a
 * name that an archive may have; no links.
 */
public final class Downloads {
    private final Path folder;

    public Downloads(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
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
