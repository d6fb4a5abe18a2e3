package org.coursebackup.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.util.FileSystemUtils;

import org.coursebackup.course.Reason;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.pool.PlacePool;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.CopyPlace;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ThinArchive;

/**
 * Fetches archives from the targets that are on servers, with their manifests and what thin ones refer to, into a
 * folder that goes when this is closed.
 */
public final class FetchedArchives implements Closeable {
    private final List<TargetPlace> places;
    private final Path within;
    private final Clock clock;
    private Path folder;

    /** @param within folder in which there is room */
    public FetchedArchives(Settings settings, Path within, Clock clock) {
        this.places = TargetPlace.aloneOnServers(settings);
        this.within = within;
        this.clock = clock;
    }

    /**
     * Fetches one; nothing of it was looked at yet.
     *
     * @return empty if none of the targets in the settings that are on servers has it
     * @throws IOException if it can't be fetched, in words
     */
    public Optional<StoredCopy> fetch(ArchiveRow row) throws IOException {
        Optional<TargetPlace> place =
                places.stream().filter(each -> each.has(row.location())).findFirst();
        if (place.isEmpty()) {
            return Optional.empty();
        }
        if (folder == null) {
            folder = Files.createTempDirectory(within, ".export-");
        }
        Path file = folder.resolve(row.fileName());
        try (CopyPlace there = place.get().open(clock)) {
            if (there.size(row.fileName()).isEmpty()) {
                throw new IOException("it is not there any more");
            }
            String manifest = row.fileName() + ManifestFile.SUFFIX;
            if (there.size(manifest).isPresent()) {
                fetch(there, manifest, ManifestFile.of(file));
            }
            fetch(there, row.fileName(), file);
            if (Files.size(file) != row.bytes()) {
                throw new IOException("it came with " + Files.size(file) + " bytes instead of " + row.bytes());
            }
            if (ThinArchive.named(row.fileName())) {
                PlacePool.fetchContents(file, there);
            }
        } catch (IOException told) {
            throw told;
        } catch (Exception failure) {
            throw new IOException("it can't be fetched: " + Reason.ofServer(failure), failure);
        }
        return Optional.of(new StoredCopy(row, file, row.fileName(), row.started()));
    }

    private static void fetch(CopyPlace there, String name, Path file) throws Exception {
        try (InputStream in = there.read(name)) {
            Files.copy(in, file);
        }
    }

    @Override
    public void close() throws IOException {
        places.forEach(TargetPlace::close);
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
