package org.coursebackup.store;

import java.time.Instant;

import org.coursebackup.retention.StoredArchive;
import org.coursebackup.retention.StoredArchive.Quality;

/**
 * What the history knows about a published archive.
 *
 * @param begun when making it began
 * @param confirmed the latest time at which the course was seen to be what it holds; null if never after it was made
 */
public record KnownArchive(Quality quality, Instant begun, Instant confirmed) {
    /**
     * For retention. One that the history doesn't know is good, since nothing gets its final name unverified.
     *
     * @param known null if the history doesn't know it
     */
    public static StoredArchive stored(KnownArchive known, String fileName, Instant begun, String pinned) {
        boolean confirmed = known != null && known.confirmed != null && known.confirmed.isAfter(begun);
        return new StoredArchive(
                fileName,
                begun,
                confirmed ? known.confirmed : begun,
                known == null ? Quality.GOOD : known.quality,
                pinned);
    }
}
