package org.coursebackup.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.ArchiveNames;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.verify.ArchiveIdentity;

/** Finds the archive of a course that holds it as it was at some time, in all places on this machine. */
public final class DatedArchives {
    private final HistoryReader history;
    private final ArchivePlaces places;
    private final Path target;
    private final ZoneId zone;

    /** @param target folder in which archives are looked for that the history does not know */
    public DatedArchives(HistoryReader history, ArchivePlaces places, Path target, ZoneId zone) {
        this.history = history;
        this.places = places;
        this.target = target;
        this.zone = zone;
    }

    /**
     * The places of one archive.
     *
     * @param here those that can be read
     * @param elsewhere where it lies out of reach, such as on a server, or should lie
     */
    public record Found(List<StoredCopy> here, List<ArchiveRow> elsewhere) {
        /** Whether there is any such archive. */
        public boolean none() {
            return here.isEmpty() && elsewhere.isEmpty();
        }
    }

    /**
     * The newest good archive that was begun by then.
     *
     * @throws IOException if a place can't be looked at
     */
    public Found newest(long course, Instant at) throws IOException {
        List<ArchiveRow> good = history.archives(course).stream()
                .filter(row -> row.removed() == null && row.damaged() == null)
                .filter(row -> !row.started().isAfter(at))
                .toList();
        Optional<ArchiveRow> newest = good.stream().max(Comparator.comparing(ArchiveRow::started));
        if (newest.isEmpty()) {
            return new Found(unknown(course, at), List.of());
        }
        List<StoredCopy> here = new ArrayList<>();
        List<ArchiveRow> elsewhere = new ArrayList<>();
        for (ArchiveRow row : good) {
            if (row.started().equals(newest.get().started())) {
                Optional<Path> file = places.find(row.location(), row.bytes());
                if (file.isPresent()) {
                    here.add(new StoredCopy(row, file.get(), row.fileName(), row.started()));
                } else {
                    elsewhere.add(row);
                }
            }
        }
        return new Found(here, elsewhere);
    }

    /** One that only the target folder knows, as after the history was lost. */
    private List<StoredCopy> unknown(long course, Instant at) throws IOException {
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        for (String name : new ArchiveNames(target).of(course)) {
            Path file = target.resolve(name);
            Instant begun = ArchiveName.parse(name).orElseThrow().begun(zone);
            if (!begun.isAfter(at)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && history.archives(course).stream()
                            .noneMatch(row -> row.fileName().equals(name))
                    && ArchiveIdentity.of(file)
                            .map(identity -> identity.courseId() == course)
                            .orElse(true)) {
                return List.of(new StoredCopy(null, file, name, begun));
            }
        }
        return List.of();
    }
}
