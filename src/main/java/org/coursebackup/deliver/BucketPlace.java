package org.coursebackup.deliver;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket on S3 or a compatible server. In one that keeps versions, as every bucket with object lock does, removing an
 * object removes its current version: otherwise it would only be hidden, and still cost.
 */
final class BucketPlace implements CopyPlace {
    private static final int FORBIDDEN = 403;

    private final S3Client server;
    private final String bucket;
    private final Clock clock;

    BucketPlace(AWS2S3Endpoint endpoint, Clock clock) {
        this.server = endpoint.getS3Client();
        this.bucket = endpoint.getConfiguration().getBucketName();
        this.clock = clock;
    }

    @Override
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        for (S3Object object :
                server.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
            sizes.put(object.key(), object.size());
        }
        return sizes;
    }

    @Override
    public Optional<Long> size(String name) {
        try {
            return Optional.of(head(name).contentLength());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    @Override
    public void remove(String name) throws UndeletableException {
        try {
            HeadObjectResponse object = head(name);
            Instant until = object.objectLockRetainUntilDate();
            if (until != null && until.isAfter(clock.instant())) {
                throw new UndeletableException(until);
            }
            if (object.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
                throw new UndeletableException("it is under a legal hold", null);
            }
            server.deleteObject(request -> request.bucket(bucket).key(name).versionId(object.versionId()));
        } catch (S3Exception failure) {
            if (failure.statusCode() == FORBIDDEN) {
                throw new UndeletableException("the server said: " + failure.getMessage(), failure);
            }
            throw failure;
        }
    }

    private HeadObjectResponse head(String name) {
        return server.headObject(request -> request.bucket(bucket).key(name));
    }
}
