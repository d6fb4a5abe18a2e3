package org.coursebackup.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Suggestion;

/** Which route calls which by {@code direct:}, read from the routes as they were built. */
public final class RouteGraph {
    /**
     * A step that sends to {@code direct:}.
     *
     * @param to the endpoint without options, such as {@code direct:archive}; only its beginning if it {@code varies}
     * @param varies whether the name is composed for each message
     */
    private record Call(RouteDefinition from, NamedNode step, String to, boolean varies) {}

    private final List<Call> calls = new ArrayList<>();
    private final Map<String, String> routeByInput = new HashMap<>();
    private final Set<String> routes = new LinkedHashSet<>();

    public RouteGraph(ModelCamelContext context) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            routes.add(route.getRouteId());
            routeByInput.put(endpoint(context, route.getInput().getEndpointUri()), route.getRouteId());
            for (ProcessorDefinition<?> step : steps(context, route)) {
                String to = address(step);
                if (to != null) {
                    String name = endpoint(context, to);
                    if (name.startsWith("direct:")) {
                        int varying = name.indexOf("${");
                        calls.add(new Call(route, step, varying < 0 ? name : name.substring(0, varying), varying >= 0));
                    }
                }
            }
        }
    }

    /** If the name varies, the settings may decide which endings there are. */
    private boolean leadsSomewhere(Call call) {
        return call.varies() || routeByInput.containsKey(call.to());
    }

    /** One problem for each step that sends to an endpoint with no route. */
    public List<Problem> dangling() {
        return calls.stream()
                .filter(call -> !leadsSomewhere(call))
                .map(call -> new Problem(
                        RoutePlace.of(call.from(), call.step()),
                        "the route '" + call.from().getRouteId() + "' sends to " + call.to()
                                + ", but no route begins with it, so whatever comes there would fail."
                                + Suggestion.hint(call.to(), routeByInput.keySet())
                                + " Correct the name, or restore the file that holds the route; 'init' in an empty"
                                + " folder writes the packaged ones."))
                .distinct()
                .toList();
    }

    /** The route and every route that it calls, directly or not, error handlers included. */
    public Set<String> from(String route) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(routes.contains(route) ? List.of(route) : List.of());
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                for (Call call : calls) {
                    if (call.from().getRouteId().equals(next)) {
                        routeByInput.forEach((input, id) -> {
                            if (call.varies() ? input.startsWith(call.to()) : input.equals(call.to())) {
                                open.push(id);
                            }
                        });
                    }
                }
            }
        }
        return found;
    }

    /** Its own steps, and those of the error handlers that it gets from a configuration. */
    private static List<ProcessorDefinition<?>> steps(ModelCamelContext context, RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(steps::add);
        for (RouteConfigurationDefinition shared : context.getRouteConfigurationDefinitions()) {
            if (shared.getId().equals(route.getRouteConfigurationId())) {
                for (OnExceptionDefinition handler : shared.getOnExceptions()) {
                    ProcessorDefinitionHelper.filterTypeInOutputs(handler.getOutputs(), ProcessorDefinition.class)
                            .forEach(steps::add);
                }
            }
        }
        return steps;
    }

    private static String address(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return send.getEndpointUri();
        }
        return step instanceof ToDynamicDefinition varying ? varying.getUri() : null;
    }

    private static String endpoint(ModelCamelContext context, String uri) {
        String resolved = uri == null ? "" : context.resolvePropertyPlaceholders(uri);
        int options = resolved.indexOf('?');
        return (options < 0 ? resolved : resolved.substring(0, options)).replaceFirst("^([\\w-]+:)//", "$1");
    }
}
