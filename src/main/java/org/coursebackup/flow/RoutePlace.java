package org.coursebackup.flow;

import java.io.BufferedReader;
import java.util.List;

import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;

/** Where something is in the route files, for people: {@code routes/50-archive.camel.yaml, line 7}. */
public final class RoutePlace {
    private RoutePlace() {}

    /** File and line of a step, or of its route if its own line is unknown. */
    public static String of(RouteDefinition route, NamedNode step) {
        NamedNode known = step.getLineNumber() > 0 ? step : route;
        String location = known.getLocation() != null ? known.getLocation() : String.valueOf(route.getLocation());
        return in(location.substring(location.lastIndexOf('/') + 1), line(route.getResource(), known));
    }

    /** For a step written in braces Camel names the line before it. */
    private static int line(Resource file, NamedNode node) {
        int line = node.getLineNumber();
        if (file != null && line > 0) {
            try (BufferedReader reader = new BufferedReader(file.getReader())) {
                List<String> lines = reader.lines().toList();
                String word = node.getShortName() + ":";
                String named = lines.get(line - 1);
                boolean own = named.contains(word) && !named.contains(word + " {");
                if (!own && line < lines.size() && lines.get(line).contains(word)) {
                    return line + 1;
                }
            } catch (Exception unreadable) {
                return line;
            }
        }
        return line;
    }

    static String in(String file, int line) {
        String name = file.replaceFirst("^(file|classpath):", "").replaceFirst(":\\d+$", "");
        return "routes/" + name + (line > 0 ? ", line " + line : "");
    }

    /**
     * The place of the step that Camel's message about a route quotes, otherwise of the route; null if there is no such
     * route.
     */
    static String quoted(ModelCamelContext context, String routeId, String message) {
        RouteDefinition route = routeId == null ? null : context.getRouteDefinition(routeId);
        if (route == null) {
            return null;
        }
        NamedNode place = route;
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (message.contains(">>> " + step + " <<<")) {
                place = step;
            }
        }
        return of(route, place);
    }
}
