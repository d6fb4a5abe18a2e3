package org.coursebackup.store;

import java.time.Clock;
import java.time.Instant;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.component.aws2.s3.client.AWS2S3ClientFactory;

import org.coursebackup.settings.LockSettings;

/** Has an endpoint on S3 lock what it uploads. */
public final class ObjectLock {
    private ObjectLock() {}

    /**
     * To be called before the context starts, since an endpoint makes its client then. There may be several endpoints
     * of one address: one whose secret key has a character that is encoded in addresses is not found again by Camel
     * (4.18), which makes another.
     *
     * @param uri the endpoint as in the settings; nothing happens unless a lock is wanted
     */
    static void install(CamelContext context, String uri, LockSettings lock, Clock clock) {
        if (!lock.wanted()) {
            return;
        }
        Endpoint ours = context.getEndpoint(context.resolvePropertyPlaceholders(uri));
        if (!(ours instanceof AWS2S3Endpoint s3)) {
            throw new IllegalArgumentException("Only an endpoint on S3 can lock what it uploads.");
        }
        LockingClient client = new LockingClient(AWS2S3ClientFactory.getS3Client(s3.getConfiguration()), lock, clock);
        context.getCamelContextExtension().registerEndpointCallback((address, endpoint) -> {
            if (endpoint instanceof AWS2S3Endpoint same && same.getEndpointUri().equals(ours.getEndpointUri())) {
                same.getConfiguration().setAmazonS3Client(client);
                same.setS3Client(client);
            }
            return endpoint;
        });
    }

    /** When the lock of a content ends that is brought to a pool there now. */
    public static Instant ofContent(Instant now, LockSettings lock) {
        return LockingClient.ofContent(now, lock);
    }

    /** When the lock of what is brought there now ends. */
    public static Instant until(Instant now, LockSettings lock) {
        return LockingClient.until(now, lock);
    }
}
