package org.coursebackup.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/**
 * The Vert.x that Camel makes its server with, so that the server has the limits that Camel has no settings for:
 * connections on which nothing moves are closed, and there are never more than {@link OpenConnections} admits.
 */
final class BoundedServer extends VertxWrapper {
    /** Longer than a page may wait for a database connection. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private final Duration idle;
    private final OpenConnections connections;

    BoundedServer(Duration idle, OpenConnections connections) {
        super((VertxInternal) Vertx.vertx(new VertxOptions()
                .setUseDaemonThread(true)
                // no file is served from the class path, and a folder for that would outlive a killed process
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))));
        this.idle = idle;
        this.connections = connections;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        // with HTTP/2 possible, a connection is only known once its first request has arrived
        HttpServer server = super.createHttpServer(options.setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) idle.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        return server.connectionHandler(connections::opened);
    }
}
