package org.coursebackup.share;

import java.nio.file.Path;
import java.util.Optional;

/** Knows which archives are to be thin. */
@FunctionalInterface
public interface ContentStores {
    /**
     * What takes the contents of a new archive; empty if it is to have them itself.
     *
     * @param part where the archive is being made
     */
    Optional<ContentStore> of(Path part);

    /** All archives have their contents. */
    static ContentStores none() {
        return part -> Optional.empty();
    }
}
