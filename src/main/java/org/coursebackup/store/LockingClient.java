package org.coursebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import org.coursebackup.settings.LockSettings;
import org.coursebackup.thin.PoolFolder;

/**
 * Puts a lock on each object that is uploaded. Camel's endpoint (4.18) has neither a header nor an option for it. S3
 * wants a checksum with every request about such an object. The oldest kind, MD5, is the one that all servers know, but
 * it has to be sent before the content: for a part, which can be read only once, it is a CRC after it.
 */
final class LockingClient extends DelegatingS3Client {
    private final LockSettings lock;
    private final Clock clock;

    LockingClient(S3Client client, LockSettings lock, Clock clock) {
        super(client);
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return super.putObject(
                request.toBuilder()
                        .objectLockMode(mode())
                        .objectLockRetainUntilDate(until(request.key()))
                        .contentMD5(md5(body))
                        .build(),
                body);
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return super.createMultipartUpload(request.toBuilder()
                .objectLockMode(mode())
                .objectLockRetainUntilDate(until(request.key()))
                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                .build());
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        return super.uploadPart(
                request.toBuilder().checksumAlgorithm(ChecksumAlgorithm.CRC32).build(), body);
    }

    private Instant until(String key) {
        return key.startsWith(PoolFolder.NAME + "/") ? ofContent(clock.instant(), lock) : until(clock.instant(), lock);
    }

    /** The same of a content, which later archives refer to as well: so that not each of them has to extend it. */
    static Instant ofContent(Instant now, LockSettings lock) {
        return until(now, lock).plus(lock.period().dividedBy(2)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** When the lock of what is brought there now ends. */
    static Instant until(Instant now, LockSettings lock) {
        return now.plus(lock.period()).truncatedTo(ChronoUnit.SECONDS);
    }

    private ObjectLockMode mode() {
        return ObjectLockMode.fromValue(lock.mode().toUpperCase(Locale.ROOT));
    }

    private static String md5(RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
