package org.coursebackup.reread;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.course.ArchiveReading.Found;
import org.coursebackup.course.Reason;
import org.coursebackup.history.ArchiveReadings;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.reread.RemoteArchives.Fetched;
import org.coursebackup.reread.RemoteArchives.Replaced;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.store.OldArchives;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Sha256;

/**
 * Replaces a damaged archive by the good one of another place: that one, fetched first if it is on a server, is read
 * back, then copied beside the damaged one, read again there, and renamed. The damaged file stays as
 * {@code NAME.mbz.damaged}: it may be the only evidence. At no moment is there less than before.
 */
final class Repair {
    private static final int ROOM = 256 * 1024;

    private final ArchiveReading reading;
    private final ArchiveReadings readings;
    private final RemoteArchives remote;
    private final History history;

    Repair(ArchiveReading reading, ArchiveReadings readings, RemoteArchives remote, History history) {
        this.reading = reading;
        this.readings = readings;
        this.remote = remote;
        this.history = history;
    }

    /** @param words which copy it was, or why there is no good one */
    record Result(boolean repaired, String words) {}

    Result of(ArchiveRow damaged, BooleanSupplier giveWay) {
        List<String> refused = new ArrayList<>();
        for (ArchiveRow other : readings.otherPlaces(damaged)) {
            Optional<Result> result = by(other, damaged, refused, giveWay);
            if (result.isPresent() || giveWay.getAsBoolean()) {
                return result.orElse(new Result(false, ""));
            }
        }
        return new Result(false, refused.isEmpty() ? "there is no other place with it" : String.join("; ", refused));
    }

    /** @param refused receives why the other one is of no use; then nothing is returned */
    private Optional<Result> by(ArchiveRow other, ArchiveRow damaged, List<String> refused, BooleanSupplier giveWay) {
        Optional<Path> file = ArchivePlaces.path(other.location());
        if (file.isPresent()) {
            if (!Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)) {
                refused.add("the copy " + file.get() + " is gone, too");
                return Optional.empty();
            }
            Found found = reading.read(other, file.get(), giveWay);
            return by(found, file.get(), file.get().toString(), damaged, refused, giveWay);
        }
        if (remote.place(other).isEmpty()) {
            refused.add("there is a copy at " + other.location() + ", which is none of the targets in the settings; put"
                    + " it in place by hand, and the next reading takes it up");
            return Optional.empty();
        }
        try (Fetched fetched = remote.fetch(other, damaged.fileName(), giveWay)) {
            Found found = reading.readAlone(other, fetched.file(), giveWay);
            return by(found, fetched.file(), other.location(), damaged, refused, giveWay);
        } catch (PlaceAwayException | IOException away) {
            refused.add("the copy " + other.location() + " could not be fetched (" + Reason.ofServer(away) + ")");
            return Optional.empty();
        }
    }

    /**
     * @param found what the other one was found to be
     * @param file the other one, on this machine
     */
    private Optional<Result> by(
            Found found, Path file, String where, ArchiveRow damaged, List<String> refused, BooleanSupplier giveWay) {
        if (giveWay.getAsBoolean()) {
            return Optional.empty();
        }
        if (!found.sound()) {
            refused.add("the copy " + where + " is damaged, too (" + found.finding() + ")");
            return Optional.empty();
        }
        try {
            Optional<Path> place = ArchivePlaces.path(damaged.location());
            if (place.isPresent()) {
                replace(place.get(), file, found.sha256());
                requireContents(damaged, place.get(), giveWay);
                return Optional.of(new Result(true, where));
            }
            Replaced replaced = remote.replace(damaged, file, found.sha256(), giveWay);
            replaced.lockedUntil().ifPresent(until -> history.archives().locked(damaged.location(), until));
            return Optional.of(new Result(true, replaced.words().isEmpty() ? where : where + "; " + replaced.words()));
        } catch (Exception failure) {
            refused.add(
                    "the copy " + where + " is good, but could not be put in its place: " + Reason.ofServer(failure));
            return Optional.empty();
        }
    }

    /** A thin archive is not good before all that it refers to is, where it lies. */
    private void requireContents(ArchiveRow damaged, Path place, BooleanSupplier giveWay) throws IOException {
        if (ThinArchive.named(damaged.fileName())) {
            Found again = reading.read(damaged, place, giveWay);
            if (!again.sound()) {
                throw new IOException("it is there again, but " + again.finding());
            }
        }
    }

    private static void replace(Path damaged, Path good, String sha256) throws IOException {
        Path fresh = copy(good, damaged, sha256);
        try {
            if (ManifestFile.exists(good)) {
                Path manifest = copy(ManifestFile.of(good), ManifestFile.of(damaged), null);
                ManifestFile.place(manifest, damaged);
            }
            if (Files.exists(damaged, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(damaged, OldArchives.aside(damaged), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(fresh, damaged, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel folder = FileChannel.open(damaged.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Copies a file beside where it belongs, under a name that recovery clears away, and reads it there again. */
    private static Path copy(Path good, Path place, String sha256) throws IOException {
        Path fresh = place.resolveSibling(ArchiveName.PUBLISHING + place.getFileName());
        try {
            try (InputStream in = Files.newInputStream(good);
                    FileChannel out = FileChannel.open(
                            fresh,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.TRUNCATE_EXISTING),
                            rights(good))) {
                ByteBuffer room = ByteBuffer.allocate(ROOM);
                var from = Channels.newChannel(in);
                while (from.read(room.clear()) >= 0) {
                    room.flip();
                    while (room.hasRemaining()) {
                        out.write(room);
                    }
                }
                out.force(true);
            }
            if (sha256 != null && !Sha256.of(fresh).equals(sha256)) {
                throw new IOException("what was written is not what was read");
            }
            return fresh;
        } catch (IOException failure) {
            Files.deleteIfExists(fresh);
            throw failure;
        }
    }

    /** As those of the copy. */
    private static FileAttribute<?>[] rights(Path good) throws IOException {
        return good.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(good))}
                : new FileAttribute<?>[0];
    }
}
