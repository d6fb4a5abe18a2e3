package org.coursebackup.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells browsers, while they stay connected, what changes in the run in progress: server-sent events at
 * {@code /api/live}. Camel's answers have an end, so these are written beside it; whoever does not ask for events gets
 * the same as JSON from {@link Web}.
 */
final class LiveEvents implements AutoCloseable {
    static final String ADDRESS = "/api/live";
    /** More browsers ask again and again instead. */
    static final int MOST = 50;

    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
    private static final String TYPE = "text/event-stream";
    /** Shorter than a connection on which nothing moves is kept. */
    private static final long SILENCE = Duration.ofSeconds(15).toNanos();

    private final Predicate<Request> mayRead;
    private final Supplier<String> state;
    private final OpenConnections connections;
    private final Map<HttpServerResponse, Told> followers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live events");
        thread.setDaemon(true);
        return thread;
    });

    private ScheduledFuture<?> telling;

    /** What a browser was told last, and when. */
    private record Told(String state, long when) {}

    /**
     * @param mayRead who may
     * @param state what there is to tell, in one line
     */
    LiveEvents(Predicate<Request> mayRead, Supplier<String> state, OpenConnections connections) {
        this.mayRead = mayRead;
        this.state = state;
        this.connections = connections;
    }

    /** Takes requests for events before Camel does. */
    void serve(Router router) {
        router.route(HttpMethod.GET, ADDRESS).order(-1).handler(this::take);
        telling = clock.scheduleWithFixedDelay(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    private void take(RoutingContext routing) {
        HttpServerRequest http = routing.request();
        if (http.getHeader("Accept") == null || !http.getHeader("Accept").contains(TYPE)) {
            routing.next();
            return;
        }
        // checking a password takes a while
        routing.vertx()
                .executeBlocking(() -> mayRead.test(new Request(http)), false)
                .onComplete(allowed -> {
                    if (allowed.failed() || !allowed.result()) {
                        refuse(http.response(), 401);
                    } else if (followers.size() >= MOST) {
                        refuse(http.response(), 503);
                    } else {
                        begin(http);
                    }
                });
    }

    private static void refuse(HttpServerResponse response, int status) {
        Answer.ALWAYS.forEach(response::putHeader);
        response.setStatusCode(status).end();
    }

    private void begin(HttpServerRequest http) {
        HttpServerResponse response = http.response();
        connections.answer(http);
        Answer.ALWAYS.forEach(response::putHeader);
        response.putHeader("Content-Type", TYPE).setChunked(true);
        response.closeHandler(nothing -> followers.remove(response));
        String now = state.get();
        response.write(event(now));
        followers.put(response, new Told(now, System.nanoTime()));
        if (response.closed()) {
            followers.remove(response);
        }
    }

    private void tell() {
        if (followers.isEmpty()) {
            return;
        }
        try {
            String now = state.get();
            followers.forEach((response, told) -> tell(response, told, now));
        } catch (RuntimeException failure) {
            LOG.warn("Browsers could not be told what the run does; it is tried again in a second.", failure);
        }
    }

    private void tell(HttpServerResponse response, Told told, String now) {
        boolean silent = System.nanoTime() - told.when() > SILENCE;
        // who does not read what was written gets no more
        if (response.closed() || response.writeQueueFull() || now.equals(told.state()) && !silent) {
            return;
        }
        response.write(now.equals(told.state()) ? ": nothing new\n\n" : event(now));
        followers.replace(response, told, new Told(now, System.nanoTime()));
    }

    private static String event(String state) {
        return "data: " + state + "\n\n";
    }

    @Override
    public void close() {
        if (telling != null) {
            telling.cancel(false);
        }
        clock.shutdownNow();
        followers.keySet().forEach(response -> {
            if (!response.closed()) {
                response.end();
            }
        });
    }
}
