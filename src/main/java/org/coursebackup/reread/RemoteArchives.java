package org.coursebackup.reread;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.course.ArchiveReading.Found;
import org.coursebackup.course.Reason;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveReadings;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.pool.PlacePool;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Sha256;

/**
 * Archives on servers. They are read as a stream and compared with the hash that the history or the signed manifest
 * has; only where neither has one are they fetched. What can't be reached says nothing about the archives there and is
 * left alone for a while.
 */
final class RemoteArchives {
    /** How long a place is left alone that could not be reached. */
    static final Duration PLACE_RESTS = Duration.ofMinutes(30);
    /** So many in a row are the place's fault. */
    private static final int FAILURES = 3;

    private final Supplier<List<TargetPlace>> places;
    private final Path folder;
    private final ArchiveReading reading;
    private final List<PlacePool> pooled;
    private final ArchiveReadings readings;
    private final Clock clock;
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();
    private List<TargetPlace> opened;
    private int failures;

    /**
     * @param places the targets on servers; asked for when the routes are running
     * @param folder for what has to be fetched
     * @param pooled the pools there
     * @param clock its zone decides which day it is
     */
    RemoteArchives(
            Supplier<List<TargetPlace>> places,
            Path folder,
            ArchiveReading reading,
            List<PlacePool> pooled,
            ArchiveReadings readings,
            Clock clock) {
        this.pooled = pooled;
        this.places = places;
        this.folder = folder;
        this.reading = reading;
        this.readings = readings;
        this.clock = clock;
    }

    /** An archive that was fetched; it goes when this is closed. */
    record Fetched(Path file, Scratch scratch) implements Closeable {
        @Override
        public void close() throws IOException {
            scratch.close();
        }
    }

    /**
     * @param words what there is to say about the damaged one; empty for nothing
     * @param lockedUntil until then the good one can't be deleted
     */
    record Replaced(String words, Optional<Instant> lockedUntil) {}

    /** The target on a server that has an archive; empty for another, or one that is no longer in the settings. */
    Optional<TargetPlace> place(ArchiveRow row) {
        return places().stream().filter(place -> place.has(row.location())).findFirst();
    }

    private synchronized List<TargetPlace> places() {
        if (opened == null) {
            opened = places.get();
        }
        return opened;
    }

    /** Whether an archive is on a server that can be asked, as far as is known. */
    boolean readable(ArchiveRow row) {
        return place(row)
                .filter(place -> !rests(place.address("")) && !rests(row.location()))
                .isPresent();
    }

    /** Whether something is left alone for a while, and nothing else is to be done. */
    boolean someRest() {
        resting.keySet().removeIf(address -> !rests(address));
        return !resting.isEmpty();
    }

    private boolean rests(String address) {
        Instant until = resting.get(address);
        return until != null && clock.instant().isBefore(until);
    }

    /**
     * How many of these archives, all of one place, are not there.
     *
     * @throws PlaceAwayException if it can't be asked
     */
    long missing(TargetPlace place, Collection<ArchiveRow> rows) throws PlaceAwayException {
        try (var there = place.openRemote(clock)) {
            Map<String, Long> sizes = there.sizes();
            return rows.stream()
                    .filter(row -> !sizes.containsKey(row.fileName()))
                    .count();
        } catch (Exception failure) {
            rest(place.address(""));
            throw new PlaceAwayException(Reason.ofServer(failure), failure);
        }
    }

    /** Leaves a place alone for a while. */
    void rest(String address) {
        resting.put(address, clock.instant().plus(PLACE_RESTS));
    }

    /**
     * Reads one. What was found does not count if it had to stop.
     *
     * @throws PlaceAwayException if nothing was found out
     */
    Found read(ArchiveRow row, BooleanSupplier stop) throws PlaceAwayException {
        try (RemoteSession session = open(row, stop)) {
            try (Scratch scratch = new Scratch(folder)) {
                Found found = read(row, session, scratch, stop);
                failures = 0;
                return found;
            }
        } catch (PlaceAwayException away) {
            throw away;
        } catch (Exception failure) {
            return unread(row, failure, stop);
        }
    }

    private Found unread(ArchiveRow row, Exception failure, BooleanSupplier stop) throws PlaceAwayException {
        if (stop.getAsBoolean()) {
            return new Found(false, "", null);
        }
        resting.put(row.location(), clock.instant().plus(Rereading.LATEST));
        failures++;
        if (failures >= FAILURES) {
            failures = 0;
            place(row).ifPresent(place -> rest(place.address("")));
        }
        throw new PlaceAwayException(Reason.ofServer(failure), failure);
    }

    private Found read(ArchiveRow row, RemoteSession session, Scratch scratch, BooleanSupplier stop) throws Exception {
        String name = row.fileName();
        Optional<Long> bytes = session.place().size(name);
        if (bytes.isEmpty()) {
            return new Found(false, Rereading.GONE, null);
        }
        if (bytes.get() != row.bytes()) {
            return new Found(false, "it has " + bytes.get() + " bytes instead of " + row.bytes(), null);
        }
        Path archive = scratch.file(name);
        fetchManifest(name, session, scratch, archive);
        Optional<String> trouble = reading.manifestTrouble(row, archive);
        boolean borrowed = trouble.isPresent() && borrowManifest(row, archive);
        Optional<String> expected = reading.expected(row, archive);
        if (expected.isPresent() && (trouble.isEmpty() || borrowed || AgeFile.named(name))) {
            boolean thin = ThinArchive.named(name);
            String sha256 = thin
                    ? fetch(name, bytes.get(), session, scratch, archive)
                    : session.read(name, bytes.get(), OutputStream.nullOutputStream());
            if (!sha256.equals(expected.get())) {
                return new Found(
                        false,
                        "it is not what was made: it has another content, according to "
                                + (row.sha256() == null ? "its manifest" : "the history"),
                        sha256);
            }
            Optional<String> contents = contentsTrouble(row, archive, session, stop);
            if (contents.isPresent()) {
                return new Found(false, contents.get(), sha256);
            }
            return manifestRenewed(row, new Found(true, null, sha256), trouble, archive, session, stop);
        }
        fetch(name, bytes.get(), session, scratch, archive);
        Found found = reading.readAlone(row, archive, stop);
        Optional<String> contents = found.sound() ? contentsTrouble(row, archive, session, stop) : Optional.empty();
        if (contents.isPresent()) {
            return new Found(false, contents.get(), found.sha256());
        }
        return found.sound() && !stop.getAsBoolean()
                ? manifestRenewed(row, found, trouble, archive, session, stop)
                : found;
    }

    /** Brings a good manifest to where a bad one was, or none. */
    private Found manifestRenewed(
            ArchiveRow row,
            Found found,
            Optional<String> trouble,
            Path archive,
            RemoteSession session,
            BooleanSupplier stop)
            throws IOException {
        if (trouble.isEmpty()) {
            return found;
        }
        if (reading.manifestTrouble(row, archive).isPresent()) {
            return new Found(true, trouble.get(), found.sha256());
        }
        Path manifest = ManifestFile.of(archive);
        try {
            session.place().replace(manifest.getFileName().toString(), manifest, Sha256.of(manifest), stop);
        } catch (Exception refused) {
            return new Found(
                    true,
                    trouble.get() + "; it could not be written anew (" + Reason.ofServer(refused) + ")",
                    found.sha256());
        }
        return new Found(
                true,
                row.sha256() == null
                        ? null
                        : "on " + clock.instant().atZone(clock.getZone()).toLocalDate() + " " + trouble.get()
                                + "; by the history it is what was made, and its manifest was written anew",
                found.sha256());
    }

    /** The manifest of the same archive in a folder, if that one is good. */
    private boolean borrowManifest(ArchiveRow row, Path archive) throws IOException {
        for (ArchiveRow other : readings.otherPlaces(row)) {
            Optional<Path> file = ArchivePlaces.path(other.location());
            if (file.isPresent() && reading.manifestTrouble(row, file.get()).isEmpty()) {
                Files.copy(ManifestFile.of(file.get()), ManifestFile.of(archive), StandardCopyOption.REPLACE_EXISTING);
                return true;
            }
        }
        return false;
    }

    /**
     * Fetches one with its manifest. Nothing of it is looked at yet.
     *
     * @param name of the archive that it is to replace; that of a copy may be another
     * @throws PlaceAwayException if it can't be fetched, or is to stop
     */
    Fetched fetch(ArchiveRow row, String name, BooleanSupplier stop) throws PlaceAwayException {
        Scratch scratch = null;
        try (RemoteSession session = open(row, stop)) {
            scratch = new Scratch(folder);
            long bytes = session.place().size(row.fileName()).orElseThrow(() -> new IOException("it is gone, too"));
            // it is copied once more to where it belongs
            scratch.require(2 * bytes);
            Path file = scratch.file(name);
            fetch(row.fileName(), bytes, session, scratch, file);
            fetchManifest(row.fileName(), session, scratch, file);
            return new Fetched(file, scratch);
        } catch (PlaceAwayException away) {
            throw away;
        } catch (Exception failure) {
            drop(scratch, failure);
            throw new PlaceAwayException(Reason.ofServer(failure), failure);
        }
    }

    private static void drop(Scratch scratch, Exception failure) {
        try {
            if (scratch != null) {
                scratch.close();
            }
        } catch (IOException stays) {
            failure.addSuppressed(stays);
        }
    }

    private static void fetchManifest(String name, RemoteSession session, Scratch scratch, Path archive)
            throws Exception {
        String manifest = name + ManifestFile.SUFFIX;
        Optional<Long> bytes = session.place().size(manifest);
        if (bytes.isPresent()) {
            fetch(manifest, bytes.get(), session, scratch, ManifestFile.of(archive));
        }
    }

    /** @return its SHA-256 */
    private static String fetch(String name, long bytes, RemoteSession session, Scratch scratch, Path file)
            throws Exception {
        scratch.require(bytes);
        try (OutputStream out = Files.newOutputStream(file)) {
            return session.read(name, bytes, out);
        }
    }

    /** What is wrong with what a thin archive refers to, where it lies; empty for any other. */
    private Optional<String> contentsTrouble(ArchiveRow row, Path archive, RemoteSession session, BooleanSupplier stop)
            throws Exception {
        if (!ThinArchive.named(row.fileName())) {
            return Optional.empty();
        }
        PlacePool pool = pooled.stream()
                .filter(each -> each.has(row.location()))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing is known of a pool at " + row.location()));
        return pool.trouble(archive, session.place(), stop);
    }

    /**
     * Puts a good archive of this machine, and its manifest, in the place of a damaged one.
     *
     * @throws Exception if it is not there now
     */
    Replaced replace(ArchiveRow row, Path good, String sha256, BooleanSupplier stop) throws Exception {
        String name = row.fileName();
        try (RemoteSession session = open(row, stop)) {
            if (ManifestFile.exists(good)) {
                Path manifest = ManifestFile.of(good);
                session.place().replace(name + ManifestFile.SUFFIX, manifest, Sha256.of(manifest), stop);
            }
            String words = session.place().replace(name, good, sha256, stop);
            Optional<String> contents = contentsTrouble(row, good, session, stop);
            if (contents.isPresent()) {
                throw new IOException(contents.get());
            }
            return new Replaced(words, session.place().lockedUntil(name));
        }
    }

    private RemoteSession open(ArchiveRow row, BooleanSupplier stop) throws PlaceAwayException {
        TargetPlace place = place(row).orElseThrow();
        try {
            return new RemoteSession(place.openRemote(clock), stop);
        } catch (Exception failure) {
            rest(place.address(""));
            throw new PlaceAwayException(Reason.ofServer(failure), failure);
        }
    }
}
