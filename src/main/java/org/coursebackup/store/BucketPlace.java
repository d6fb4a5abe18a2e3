package org.coursebackup.store;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket on S3 or a compatible server. In one that keeps versions, as every bucket with object lock does, removing an
 * object removes its current version: otherwise it would only be hidden, and still cost.
 */
final class BucketPlace implements RemotePlace {
    private static final int FORBIDDEN = 403;

    private final AWS2S3Endpoint endpoint;
    private final S3Client server;
    private final String bucket;
    private final Clock clock;

    BucketPlace(AWS2S3Endpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.server = endpoint.getS3Client();
        this.bucket = endpoint.getConfiguration().getBucketName();
        this.clock = clock;
    }

    @Override
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        for (S3Object object : server.listObjectsV2Paginator(
                        request -> request.bucket(bucket).delimiter("/"))
                .contents()) {
            if (object.key().indexOf('/') < 0) {
                sizes.put(object.key(), object.size());
            }
        }
        return sizes;
    }

    @Override
    public PooledFiles pooled(String first) {
        PooledFiles files = new PooledFiles();
        String prefix = PooledFiles.folder(first);
        for (S3Object object : server.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix))
                .contents()) {
            files.add(object.key(), object.size());
        }
        return files;
    }

    /** An object appears whole, or not at all. */
    @Override
    public void bring(String name, Path file, String temporary) throws Exception {
        put(name, file);
    }

    @Override
    public void putAside(String name, String aside) {
        // the next version lies over it
    }

    @Override
    public Optional<Long> size(String name) {
        return find(name).map(HeadObjectResponse::contentLength);
    }

    /** What a repair put something over goes first: otherwise it would come to light again. */
    @Override
    public void remove(String name) throws UndeletableException {
        try {
            HeadObjectResponse object = head(name);
            for (String version : object.versionId() == null ? List.<String>of() : versions(name)) {
                if (!version.equals(object.versionId())) {
                    remove(name, head(name, version));
                }
            }
            remove(name, object);
        } catch (S3Exception failure) {
            if (failure.statusCode() == FORBIDDEN) {
                throw new UndeletableException("the server said: " + failure.getMessage(), failure);
            }
            throw failure;
        }
    }

    private void remove(String name, HeadObjectResponse object) throws UndeletableException {
        Instant until = object.objectLockRetainUntilDate();
        if (until != null && until.isAfter(clock.instant())) {
            throw new UndeletableException(until);
        }
        if (object.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
            throw new UndeletableException("it is under a legal hold", null);
        }
        server.deleteObject(request -> request.bucket(bucket).key(name).versionId(object.versionId()));
    }

    /** Ids of the versions of one object that have a content; none if the server does not tell. */
    private List<String> versions(String name) {
        try {
            return server
                    .listObjectVersionsPaginator(
                            request -> request.bucket(bucket).prefix(name))
                    .versions()
                    .stream()
                    .filter(version -> version.key().equals(name))
                    .map(ObjectVersion::versionId)
                    .toList();
        } catch (S3Exception untold) {
            return List.of();
        }
    }

    @Override
    public InputStream read(String name) {
        ResponseInputStream<GetObjectResponse> content =
                server.getObject(request -> request.bucket(bucket).key(name));
        return new FilterInputStream(content) {
            @Override
            public void close() {
                // closing it would read the rest
                content.abort();
            }
        };
    }

    /** An object appears whole, and over the damaged one at once; where versions are kept that one stays behind it. */
    @Override
    public String replace(String name, Path file, String sha256, BooleanSupplier stop) throws Exception {
        Optional<HeadObjectResponse> damaged = find(name);
        put(name, file);
        SentFile.verify(this, name, sha256, stop);
        if (damaged.isEmpty() || damaged.get().versionId() == null) {
            return "";
        }
        try {
            remove(name, damaged.get());
            return "";
        } catch (UndeletableException | S3Exception locked) {
            return "the damaged version " + damaged.get().versionId() + " stays behind it (" + locked.getMessage()
                    + ")";
        }
    }

    /** As the routes do: in parts where the endpoint says so, and with its lock. */
    private void put(String name, Path file) throws Exception {
        Exchange exchange = endpoint.createExchange();
        exchange.getIn().setHeader(AWS2S3Constants.KEY, name);
        exchange.getIn().setBody(file.toFile());
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            producer.process(exchange);
        }
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public Optional<Instant> lockedUntil(String name) {
        return find(name).map(HeadObjectResponse::objectLockRetainUntilDate);
    }

    /** Later than before, never earlier. */
    @Override
    public void lock(String name, String mode, Instant until) {
        server.putObjectRetention(
                request -> request.bucket(bucket).key(name).retention(lock -> lock.mode(mode.toUpperCase(Locale.ROOT))
                        .retainUntilDate(until)));
    }

    private Optional<HeadObjectResponse> find(String name) {
        try {
            return Optional.of(head(name));
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    private HeadObjectResponse head(String name, String version) {
        return server.headObject(request -> request.bucket(bucket).key(name).versionId(version));
    }

    private HeadObjectResponse head(String name) {
        return server.headObject(request -> request.bucket(bucket).key(name));
    }

    /** The client is the endpoint's; what it waits for has limits of its own. */
    @Override
    public void close() {}
}
