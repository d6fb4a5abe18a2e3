package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Takes the contents of one archive that is to be thin. Used by one thread at a time. */
public interface ContentStore {
    /** To be called first: what will be asked for, by SHA-1. */
    void expect(Collection<String> contentHashes);

    /**
     * Sees to it that a content is in the pool, or can get its name there; the same one may be asked for twice.
     *
     * @param source Moodle's file with it; read only if the pool does not have it
     * @return empty if the source can't be read, or is not what its hash says
     * @throws IOException if it can't be written
     */
    Optional<Kept> keep(String contentHash, Path source) throws IOException;

    /** Deletes what was written under temporary names, when no archive came of it. */
    void drop();
}
