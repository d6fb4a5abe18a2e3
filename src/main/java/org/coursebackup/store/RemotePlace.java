package org.coursebackup.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A place on a server, whose files are not files of this machine. */
public interface RemotePlace extends CopyPlace {
    /**
     * The content of a file, from its beginning. To be closed before anything else is asked for; closing it early ends
     * the transfer. It may end early without a word when a connection is cut: its length has to be compared.
     */
    InputStream read(String name) throws Exception;

    /**
     * Puts a file there, in the place of a damaged one or of none. It gets its name once it was read back there; until
     * then nothing is touched.
     *
     * @param sha256 of the file
     * @param stop whether to end early, by an exception
     * @return what there is to say about the damaged one; empty for nothing
     * @throws Exception if it is not there; what was there before is, or is kept beside it
     */
    String replace(String name, Path file, String sha256, BooleanSupplier stop) throws Exception;

    /** Until when a file can't be deleted, as the place says; empty if it can. */
    Optional<Instant> lockedUntil(String name) throws Exception;

    /** Ends the session; from another thread it ends what is going on in it. */
    @Override
    void close();
}
