package org.coursebackup.pool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;

/**
 * Removes from the pool what no archive has referred to for {@code store.pool.grace-days}. What archives refer to is
 * read from the archives themselves, all of them, each time; if that of one can't be read, or one that the history has
 * is not there, nothing is removed. Only for the holder of the run lock.
 */
public final class PoolSweep {
    private static final Logger LOG = LoggerFactory.getLogger(PoolSweep.class);
    private static final Pattern TWO = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern ASIDE = Pattern.compile("[0-9a-f]{40}\\.damaged");

    private final Path folder;
    private final TargetPool pool;
    private final ReferredContents references;
    private final List<PlaceSweep> elsewhere;
    private final HistoryReader history;
    private final Duration grace;
    private final Clock clock;
    private volatile String refusal;

    /** @param elsewhere the pools at other places */
    public PoolSweep(
            Settings settings,
            TargetPool pool,
            List<PlacePool> elsewhere,
            ManifestKey key,
            HistoryReader history,
            Clock clock) {
        this.folder = settings.target().directory().toAbsolutePath().normalize();
        this.pool = pool;
        this.references = new ReferredContents(key);
        this.history = history;
        this.grace = settings.store().grace();
        this.clock = clock;
        this.elsewhere = elsewhere.stream()
                .map(place -> new PlaceSweep(place, references, history, folder, place.swept(), grace, clock))
                .toList();
    }

    /** Whether there is a pool at all. */
    public boolean needed() {
        boolean here = Files.isDirectory(pool.folder().root());
        refusal = here ? refusal : null;
        return here || !elsewhere.isEmpty();
    }

    /** Sweeps once, here and elsewhere. Never fails; why nothing could be swept is told, and a {@link #notice}. */
    public void sweep() {
        if (!needed()) {
            return;
        }
        Prefixes referred = sweepHere();
        elsewhere.forEach(place -> place.sweep(referred));
    }

    /** What archives in the target folder refer to; null if that could not be read. */
    private Prefixes sweepHere() {
        if (!Files.isDirectory(pool.folder().root())) {
            return new Prefixes();
        }
        Prefixes referred = null;
        try {
            referred = referred();
            refusal = null;
            sweep(referred);
        } catch (IOException | DataAccessException failure) {
            refusal = Printable.reason(failure);
            LOG.warn("Nothing was removed from {}: {}", pool.folder().root(), refusal);
        }
        return referred;
    }

    /** Why nothing could be swept the last time; empty if it could. */
    public Optional<String> notice() {
        return Optional.ofNullable(refusal)
                .map(why -> "Nothing is removed from the pool of the target, so that it only grows: " + why)
                .or(() -> elsewhere.stream()
                        .map(PlaceSweep::notice)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private Prefixes referred() throws IOException {
        Prefixes referred = new Prefixes();
        Set<String> present = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (ReferredContents.has(name)) {
                    references.each(file, file.toString(), referred::add);
                    present.add(name);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        requireAll(present);
        return referred;
    }

    /** Of a disk that is not mounted nothing refers to anything. */
    private void requireAll(Set<String> present) throws IOException {
        List<String> missing = new ArrayList<>();
        history.eachArchive(archive -> {
            boolean here = ArchivePlaces.path(archive.location())
                    .filter(path -> folder.equals(path.getParent()))
                    .isPresent();
            if (here && ThinArchive.named(archive.fileName()) && !present.contains(archive.fileName())) {
                missing.add(archive.location());
            }
        });
        if (!missing.isEmpty()) {
            throw new IOException("the history has " + missing.size()
                    + (missing.size() == 1 ? " archive that is" : " archives that are") + " not there, such as "
                    + missing.get(0) + ". Look whether the disk is mounted; what is really gone is noted by the reading"
                    + " of old archives (verify.sample).");
        }
    }

    private void sweep(Prefixes referred) throws IOException {
        Instant now = clock.instant();
        Map<String, Instant> unused = pool.records().unused();
        Set<String> notSeen = new HashSet<>(unused.keySet());
        List<String> begin = new ArrayList<>();
        List<String> again = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        long[] bytes = {0};
        each(now, file -> {
            String sha1 = file.getFileName().toString();
            Instant since = unused.get(sha1);
            notSeen.remove(sha1);
            if (referred.contains(sha1)) {
                if (since != null) {
                    again.add(sha1);
                }
            } else if (!grace.isZero() && (since == null || since.isAfter(now))) {
                begin.add(sha1);
            } else if (grace.isZero() || !since.plus(grace).isAfter(now)) {
                bytes[0] += Files.size(file);
                Files.delete(file);
                gone.add(sha1);
            }
        });
        if (!gone.isEmpty()) {
            LOG.info(
                    "{} contents with {} bytes that no archive had referred to for {} days were removed from {}.",
                    gone.size(),
                    bytes[0],
                    grace.toDays(),
                    pool.folder().root());
        }
        gone.addAll(notSeen);
        pool.records().used(again);
        pool.records().unused(begin, now);
        pool.records().gone(gone);
    }

    /** A content in the pool. */
    private interface Visitor {
        void content(Path file) throws IOException;
    }

    /** Wrong ones that were kept aside for long enough go on the way. */
    private void each(Instant now, Visitor visitor) throws IOException {
        for (Path first : folders(pool.folder().root())) {
            for (Path second : folders(first)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(second)) {
                    for (Path file : files) {
                        String name = file.getFileName().toString();
                        if (CONTENT.matcher(name).matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                            visitor.content(file);
                        } else if (ASIDE.matcher(name).matches()
                                && Files.getLastModifiedTime(file)
                                        .toInstant()
                                        .plus(grace)
                                        .isBefore(now)) {
                            Files.delete(file);
                        }
                    }
                }
            }
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
            for (Path each : all) {
                if (TWO.matcher(each.getFileName().toString()).matches()
                        && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(each);
                }
            }
        }
        return folders;
    }
}
