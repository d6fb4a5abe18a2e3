package org.coursebackup.course;

import java.util.HashMap;
import java.util.Map;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.retention.StoredArchive.Quality;
import org.coursebackup.store.KnownArchive;

/** What the history knows about the archives of a course, as retention needs it. */
public final class KnownArchives {
    private KnownArchives() {}

    /** Every archive ever published, by location; one query. A damaged one must not push out a complete one. */
    static Map<String, KnownArchive> byLocation(HistoryReader history, long courseId) {
        Map<String, KnownArchive> known = new HashMap<>();
        for (ArchiveRow archive : history.archives(courseId)) {
            // the newest first, which is the one that is there
            known.putIfAbsent(archive.location(), known(archive));
        }
        return known;
    }

    /** @param pinned the reason to keep it if somebody pinned it; null otherwise */
    public static StoredArchive stored(ArchiveRow archive, String pinned) {
        return KnownArchive.stored(known(archive), archive.fileName(), archive.started(), pinned);
    }

    static KnownArchive known(ArchiveRow archive) {
        Quality made = archive.result() == Result.WARNING ? Quality.WARNINGS : Quality.GOOD;
        return new KnownArchive(
                archive.damaged() == null ? made : Quality.DAMAGED, archive.started(), archive.confirmed());
    }
}
