package org.coursebackup.thin;

import java.util.Optional;

/** Tells whether contents that thin archives refer to are there. */
@FunctionalInterface
public interface ContentLookup {
    /** Why a content is not in the pool with the right bytes, as the rest of a sentence about it; empty if it is. */
    Optional<String> trouble(ListedContent content);
}
