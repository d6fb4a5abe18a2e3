package org.coursebackup.pool;

import java.io.IOException;
import java.nio.file.Path;

import org.coursebackup.thin.ListedContent;

/** Has the contents that are brought to a pool elsewhere. */
@FunctionalInterface
interface ContentSource {
    /**
     * A file of this machine that was read and is that content.
     *
     * @throws IOException if there is none, in words
     */
    Path file(ListedContent content) throws IOException;
}
