package org.coursebackup.store;

import java.nio.file.Path;
import java.time.Clock;
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
