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
import org.coursebackup.history.ArchiveReadings;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.store.OldArchives;
import org.coursebackup.verify.Printable;
import org.coursebackup.verify.Sha256;

/**
 * Replaces a damaged archive by the good one of another place: that one is read back first, then copied beside the
 * damaged one, read again there, and renamed. The damaged file stays as {@code NAME.mbz.damaged}: it may be the only
 * evidence. At no moment is there less than before.
 */
final class Repair {
    private static final int ROOM = 256 * 1024;

    private final ArchiveReading reading;
    private final ArchiveReadings readings;

    Repair(ArchiveReading reading, ArchiveReadings readings) {
        this.reading = reading;
        this.readings = readings;
    }

    /** @param words which copy it was, or why there is no good one */
    record Result(boolean repaired, String words) {}

    Result from(ArchiveRow row, Path damaged, BooleanSupplier giveWay) {
        List<String> refused = new ArrayList<>();
        for (ArchiveRow other : readings.otherPlaces(row)) {
            Optional<Path> file = ArchivePlaces.path(other.location());
            if (file.isEmpty()) {
                refused.add("there is a copy at " + other.location()
                        + ", which is not fetched automatically; put it in place, and the next reading takes it up");
            } else if (!Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)) {
                refused.add("the copy " + file.get() + " is gone, too");
            } else {
                Found found = reading.read(other, file.get(), giveWay);
                if (giveWay.getAsBoolean()) {
                    return new Result(false, "");
                }
                if (!found.sound()) {
                    refused.add("the copy " + file.get() + " is damaged, too (" + found.finding() + ")");
                } else {
                    try {
                        replace(damaged, file.get(), found.sha256());
                        return new Result(true, file.get().toString());
                    } catch (IOException failure) {
                        refused.add("the copy " + file.get() + " is good, but could not be put in its place: "
                                + Printable.reason(failure));
                    }
                }
            }
        }
        return new Result(false, refused.isEmpty() ? "there is no other place with it" : String.join("; ", refused));
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
