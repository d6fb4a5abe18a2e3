package org.coursebackup.course;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.coursebackup.course.ArchiveReading.Found;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.store.ArchivePlaces;

/**
 * Looks at an earlier archive after a new one that shares its contents did not read back well: whatever is found,
 * nothing is shared with it any more, so that the next attempt takes all contents from the pool.
 */
public final class SuspectedSource {
    private final History history;
    private final HistoryReader reader;
    private final ArchiveReading reading;
    private final Clock clock;

    /** @param clock its zone decides which day it is */
    public SuspectedSource(History history, HistoryReader reader, ArchiveReading reading, Clock clock) {
        this.history = history;
        this.reader = reader;
        this.reading = reading;
        this.clock = clock;
    }

    /** What there is to say about it, a sentence; empty if nothing was shared, or it is sound. */
    public Optional<String> look(CourseWork work) {
        Path from = work.report() == null ? null : work.report().sharing().from();
        Optional<ArchiveRow> row = from == null
                ? Optional.empty()
                : reader.archives(work.getCourseId()).stream()
                        .filter(archive -> archive.removed() == null)
                        .filter(archive -> ArchivePlaces.path(archive.location())
                                .filter(from::equals)
                                .isPresent())
                        .findFirst();
        return row.flatMap(archive -> look(archive, from));
    }

    private Optional<String> look(ArchiveRow row, Path file) {
        history.archives().unshare(row.location());
        Found found = reading.read(row, file, () -> false);
        if (found.sound()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        history.archives()
                .damaged(
                        row.courseId(),
                        row.location(),
                        now,
                        found.damagedOn(now.atZone(clock.getZone()).toLocalDate()));
        return Optional.of(
                "The archive of " + row.started().atZone(clock.getZone()).toLocalDate() + ", "
                        + row.location() + ", whose contents it shares, was good when it was made and is damaged now ("
                        + found.finding()
                        + "). Nothing is shared with it any more. Check that disk and its other files.");
    }
}
