package org.coursebackup.report;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

import org.coursebackup.history.HistoryJson;

/** The routes with what has passed through them since the program started. */
public record RouteView(List<Node> routes, List<Edge> edges) {
    /**
     * A route.
     *
     * @param from endpoint without options
     * @param total exchanges received
     * @param failed exchanges in which something failed, whether or not the flow goes on after it
     * @param inflight exchanges in it at present
     * @param mean time per exchange
     */
    public record Node(
            String id,
            String description,
            String from,
            String state,
            long total,
            long failed,
            long inflight,

            @JsonSerialize(using = HistoryJson.Milliseconds.class)
            Duration mean) {}

    /** One route leads to another; {@code onError} only when something failed. */
    public record Edge(String from, String to, boolean onError) {}
}
