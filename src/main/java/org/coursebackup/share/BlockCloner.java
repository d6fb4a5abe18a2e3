package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes a range of one file share its blocks with another file, so that nothing is read and nothing written. Whoever
 * writes to either file later changes only that one.
 */
@FunctionalInterface
public interface BlockCloner {
    /** Offsets and lengths are multiples of it: the block size of common file systems, in bytes. */
    int BLOCK = 4096;

    /**
     * Clones whole blocks. The target file grows if need be.
     *
     * @param from offset in the source
     * @param to offset in the target
     * @return whether that was done, all of it; false if it was refused, for whatever reason: nothing is changed then,
     *     and the bytes have to be copied
     * @throws IOException if the target is full, so that copying would fail as well
     */
    boolean clone(Path source, long from, Path target, long to, long bytes) throws IOException;

    /** Whether a file can share blocks with others of its folder, as far as is known without trying. */
    default boolean within(Path file) {
        return true;
    }

    /** Nothing more is cloned into that file; to be called once whatever became of it. */
    default void done(Path target) {}

    /** Refuses everything. */
    static BlockCloner none() {
        return (source, from, target, to, bytes) -> false;
    }
}
