package org.coursebackup.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;

/**
 * Where copies lie: a folder, a server of files, a bucket; reached as the endpoint that brings them there says. Used by
 * one thread at a time.
 */
public interface CopyPlace extends AutoCloseable {
    /** The files directly in it: sizes in bytes by name. */
    Map<String, Long> sizes() throws Exception;

    /** Size in bytes of a file directly in it; empty if there is none. */
    default Optional<Long> size(String name) throws Exception {
        return Optional.ofNullable(sizes().get(name));
    }

    /**
     * Removes a file.
     *
     * @throws UndeletableException if the place refuses, and would do so again
     * @throws Exception if it failed in another way
     */
    void remove(String name) throws Exception;

    /**
     * The content of a file, from its beginning. To be closed before anything else is asked for; closing it early ends
     * the transfer. It may end early without a word when a connection is cut: its length has to be compared.
     */
    InputStream read(String name) throws Exception;

    /**
     * What lies in the pool there ({@link PooledFiles}).
     *
     * @param first the first two digits of the hashes
     * @throws Exception also if only a part of it could be listed
     */
    PooledFiles pooled(String first) throws Exception;

    /**
     * Brings a content to the pool there. It has its name once it is there with its full size; what another process
     * brought there meanwhile stays.
     *
     * @param temporary its name until then, where files can be renamed
     * @throws Exception if it is not there; nothing is left, unless the place is away
     */
    void bring(String name, Path file, String temporary) throws Exception;

    /** Gives a file another name, where files have names that can be changed; an object is only covered by the next. */
    void putAside(String name, String aside) throws Exception;

    /** Until when a file can't be deleted, as the place says; empty if it can. */
    default Optional<Instant> lockedUntil(String name) throws Exception {
        return Optional.empty();
    }

    /**
     * Has a file locked until then, or longer if it is already.
     *
     * @throws Exception if the place does not do that
     */
    default void lock(String name, String mode, Instant until) throws Exception {
        throw new UnsupportedOperationException("nothing can be locked there");
    }

    @Override
    default void close() {}

    /** Empty for an endpoint of a kind that can't be listed. */
    static Optional<CopyPlace> of(Endpoint endpoint, Clock clock) throws Exception {
        if (endpoint instanceof RemoteFileEndpoint<?> server) {
            return Optional.of(ServerPlace.login(server));
        }
        if (endpoint instanceof FileEndpoint folder) {
            Path path = folder.getFile().toPath();
            return Optional.of(new FolderPlace(path));
        }
        return endpoint instanceof AWS2S3Endpoint bucket
                ? Optional.of(new BucketPlace(bucket, clock))
                : Optional.empty();
    }
}
