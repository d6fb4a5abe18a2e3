package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import org.coursebackup.settings.SettingsException;

/**
 * Finds what Camel could not read when its exception names neither file nor line: reads each file on its own, and in
 * the one that fails each step on its own.
 */
final class BrokenStep {
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();
    private final ObjectMapper json = new ObjectMapper();

    private final String failure;

    private BrokenStep(Throwable failure) {
        this.failure = innermost(failure);
    }

    /** File, line and the word that begins the step; empty if every file can be read. */
    static Optional<String> find(RouteFiles routes, Throwable failure) throws SettingsException {
        BrokenStep search = new BrokenStep(failure);
        for (Path file : routes.files()) {
            String name = file.getFileName().toString();
            try {
                String text = Files.readString(file);
                if (!search.reads(name, text)) {
                    return Optional.of(name.endsWith(".yaml") ? search.step(name, text) : RoutePlace.in(name, 0) + ":");
                }
            } catch (IOException unreadable) {
                return Optional.of(RoutePlace.in(name, 0) + ": cannot be read (" + unreadable.getMessage() + ").");
            }
        }
        return Optional.empty();
    }

    private String step(String file, String text) {
        try {
            List<MappingNode> steps = new ArrayList<>();
            new Compose(SETTINGS).composeString(text).ifPresent(root -> collect(root, steps));
            // inner steps come last, and the innermost that fails is the culprit
            for (int i = steps.size() - 1; i >= 0; i--) {
                Object step = new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(steps.get(i)));
                List<?> probe =
                        List.of(Map.of("route", Map.of("from", Map.of("uri", "direct:probe", "steps", List.of(step)))));
                if (!reads(file, json.writeValueAsString(probe))) {
                    int line = steps.get(i).getStartMark().orElseThrow().getLine() + 1;
                    return RoutePlace.in(file, line) + ": the step '" + word(steps.get(i))
                            + "' cannot be written like this.";
                }
            }
        } catch (IOException | YamlEngineException notYaml) {
            // then the file as a whole is named
        }
        return RoutePlace.in(file, 0) + ":";
    }

    /** Collects the items of everything named steps. */
    private static void collect(Node node, List<MappingNode> steps) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> collect(item, steps));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple pair : mapping.getValue()) {
                if (pair.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("steps")
                        && pair.getValueNode() instanceof SequenceNode items) {
                    items.getValue().stream()
                            .filter(MappingNode.class::isInstance)
                            .map(MappingNode.class::cast)
                            .forEach(steps::add);
                }
                collect(pair.getValueNode(), steps);
            }
        }
    }

    private static String word(MappingNode step) {
        return step.getValue().isEmpty() || !(step.getValue().get(0).getKeyNode() instanceof ScalarNode key)
                ? ""
                : key.getValue();
    }

    private boolean reads(String file, String text) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, text));
            return true;
        } catch (Exception unreadable) {
            // a different failure, such as a placeholder unknown here, is not the one wanted
            return !innermost(unreadable).equals(failure);
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
