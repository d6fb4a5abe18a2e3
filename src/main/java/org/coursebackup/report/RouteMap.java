package org.coursebackup.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

import org.coursebackup.report.RouteView.Edge;
import org.coursebackup.report.RouteView.Node;

/** Reads the routes as they run, edited or not: what leads where, and how much passed through. */
public final class RouteMap {
    private final ModelCamelContext context;

    public RouteMap(ModelCamelContext context) {
        this.context = context;
    }

    public RouteView view() {
        Map<String, String> byInput = new HashMap<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            byInput.put(endpoint(route.getInput().getEndpointUri()), route.getRouteId());
        }
        List<Edge> edges = new ArrayList<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            Set<String> onError = new LinkedHashSet<>();
            Set<String> targets = new LinkedHashSet<>();
            walk(route.getOutputs(), false, byInput, targets, onError);
            targets.forEach(target -> edges.add(new Edge(route.getRouteId(), target, false)));
            onError.removeAll(targets);
            onError.forEach(target -> edges.add(new Edge(route.getRouteId(), target, true)));
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            nodes.put(route.getRouteId(), node(route));
        }
        return new RouteView(List.copyOf(nodes.values()), edges);
    }

    private void walk(
            List<ProcessorDefinition<?>> steps,
            boolean error,
            Map<String, String> byInput,
            Set<String> targets,
            Set<String> onError) {
        for (ProcessorDefinition<?> step : steps) {
            boolean below = error || step instanceof OnExceptionDefinition;
            if (step instanceof SendDefinition<?> send && byInput.containsKey(endpoint(send.getEndpointUri()))) {
                (below ? onError : targets).add(byInput.get(endpoint(send.getEndpointUri())));
            }
            walk(step.getOutputs(), below, byInput, targets, onError);
        }
    }

    private Node node(RouteDefinition route) {
        ManagedRouteMBean figures = context.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute(route.getRouteId());
        String description = route.getDescriptionText() == null ? "" : route.getDescriptionText();
        String from = endpoint(route.getInput().getEndpointUri());
        try {
            return figures == null
                    ? new Node(route.getRouteId(), description, from, "Stopped", 0, 0, 0, Duration.ZERO)
                    : new Node(
                            route.getRouteId(),
                            description,
                            from,
                            figures.getState(),
                            figures.getExchangesTotal(),
                            figures.getExchangesFailed() + figures.getFailuresHandled(),
                            figures.getExchangesInflight(),
                            Duration.ofMillis(Math.max(0, figures.getMeanProcessingTime())));
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Scheme and name without options, which may contain secrets. */
    private String endpoint(String uri) {
        String resolved = uri == null ? "" : context.resolvePropertyPlaceholders(uri);
        int options = resolved.indexOf('?');
        return (options < 0 ? resolved : resolved.substring(0, options))
                .replaceFirst("^([\\w-]+:)//", "$1")
                .replaceAll("//[^/@]*@", "//");
    }
}
