package org.coursebackup.share;

import java.nio.file.Path;
import java.util.Optional;

/** Finds what new archives can share contents with. */
@FunctionalInterface
public interface EarlierArchives {
    /**
     * The newest archive of a course that can be relied on; empty if there is none. Never fails.
     *
     * @param part where the new one is being made
     */
    Optional<EarlierArchive> of(long courseId, Path part);

    /** Finds none. */
    static EarlierArchives none() {
        return (courseId, part) -> Optional.empty();
    }
}
