package org.coursebackup.store;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A place on a server, whose files are not files of this machine. */
public interface RemotePlace extends CopyPlace {
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

    /** Ends the session; from another thread it ends what is going on in it. */
    @Override
    void close();
}
