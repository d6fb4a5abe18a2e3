package org.coursebackup.flow;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileOperations;

import org.coursebackup.course.Reason;
import org.coursebackup.settings.Problem;

/**
 * The server that archives are published on, where that is not the target folder: whether it answers, within a limit.
 * Nothing is written there.
 */
public final class RemoteTarget {
    private static final int PATIENCE_SECONDS = 20;

    private final ExecutorService looking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "remote target");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> running;

    /**
     * Logs in to a server of files, or asks for a bucket; nothing for an endpoint of another kind.
     *
     * @throws Exception if it refuses or does not answer
     */
    public static void reach(Endpoint endpoint) throws Exception {
        if (endpoint instanceof RemoteFileEndpoint<?> server) {
            login(server);
        } else if (endpoint instanceof AWS2S3Endpoint s3) {
            s3.getS3Client()
                    .headBucket(request -> request.bucket(s3.getConfiguration().getBucketName()));
        }
    }

    /** What is wrong with the endpoint, which the routes of the context use; empty if it answers. */
    synchronized Optional<Problem> look(CamelContext context, String uri) throws InterruptedException {
        if (running == null) {
            running = looking.submit(() -> {
                reach(context.getEndpoint(context.resolvePropertyPlaceholders(uri)));
                return null;
            });
        }
        try {
            running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            running = null;
            return Optional.empty();
        } catch (TimeoutException hangs) {
            return Optional.of(trouble("it has not answered for " + PATIENCE_SECONDS + " seconds."));
        } catch (ExecutionException failure) {
            running = null;
            return Optional.of(trouble(Reason.of(failure.getCause())));
        }
    }

    private static Problem trouble(String why) {
        return Problem.away("backup.target", "the server that archives are published on cannot be used: " + why);
    }

    private static <T> void login(RemoteFileEndpoint<T> endpoint) throws Exception {
        RemoteFileOperations<T> server = endpoint.createRemoteFileOperations();
        try {
            server.connect(endpoint.getConfiguration(), endpoint.createExchange());
        } finally {
            server.forceDisconnect();
        }
    }
}
