package org.coursebackup.web;

import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/**
 * The connections to the page. A new one that would be too many closes the one on which nothing was answered for the
 * longest time, so that half requests, however slowly they go on, shut nobody out.
 */
final class OpenConnections {
    static final int MOST = 200;

    /** Whether a request of the connection is being answered; in the order of their last answers. */
    private final Map<HttpConnection, Boolean> answering = new LinkedHashMap<>();

    void opened(HttpConnection connection) {
        HttpConnection tooMany = admit(connection);
        if (tooMany != null) {
            tooMany.close();
        }
        connection.closeHandler(nothing -> closed(connection));
    }

    /** To be called before a request is answered. */
    void answer(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        mark(connection, true);
        request.response().endHandler(nothing -> mark(connection, false));
    }

    private synchronized HttpConnection admit(HttpConnection connection) {
        HttpConnection tooMany = null;
        if (answering.size() >= MOST) {
            tooMany = answering.entrySet().stream()
                    .filter(one -> !one.getValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(connection);
            answering.remove(tooMany);
        }
        if (tooMany != connection) {
            answering.put(connection, false);
        }
        return tooMany;
    }

    private synchronized void mark(HttpConnection connection, boolean answers) {
        if (answering.remove(connection) != null) {
            answering.put(connection, answers);
        }
    }

    private synchronized void closed(HttpConnection connection) {
        answering.remove(connection);
    }
}
