package org.coursebackup.course;

import java.util.HashMap;
import java.util.Map;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.retention.StoredArchive.Quality;

/** What the history knows about the archives of a course, as retention needs it. */
final class KnownArchives {
    private KnownArchives() {}

    /** Quality of every archive ever published, by location; one query. */
    static Map<String, Quality> byLocation(HistoryReader history, long courseId) {
        Map<String, Quality> known = new HashMap<>();
        for (ArchiveRow archive : history.archives(courseId)) {
            // the newest first, which is the one that is there
            known.putIfAbsent(archive.location(), quality(archive));
        }
        return known;
    }

    static Quality quality(ArchiveRow archive) {
        return archive.result() == Result.WARNING ? Quality.WARNINGS : Quality.GOOD;
    }
}
