package org.coursebackup.report;

import java.util.List;

/** The routes with what has passed through them since the program started. */
public record RouteView(List<Node> routes, List<Edge> edges) {
    /**
     * A route.
     *
     * @param from endpoint without options
     * @param total exchanges received
     * @param inflight exchanges in it at present
     * @param mean mean milliseconds per exchange
     */
    public record Node(
            String id,
            String description,
            String from,
            String state,
            long total,
            long failed,
            long inflight,
            long mean) {}

    /** One route leads to another; {@code onError} only when something failed. */
    public record Edge(String from, String to, boolean onError) {}
}
