package org.coursebackup.deliver;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket on S3 or a compatible server. */
final class BucketPlace implements CopyPlace {
    private final S3Client server;
    private final String bucket;

    BucketPlace(AWS2S3Endpoint endpoint) {
        this.server = endpoint.getS3Client();
        this.bucket = endpoint.getConfiguration().getBucketName();
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
    public void remove(String name) {
        server.deleteObject(request -> request.bucket(bucket).key(name));
    }
}
