package org.coursebackup.archive.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML value that knows its file and line, so that every message can name them. */
final class Yaml {
    private final String file;
    private final Node node;

    private Yaml(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    static Yaml read(String file, String text) {
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(text)
                    .orElseThrow(() -> new DefinitionException(
                            file, "The file is empty; describe a document, an activity or a plugin."));
            return new Yaml(file, root);
        } catch (StackOverflowError tooDeep) {
            throw tooDeep(file);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            throw new DefinitionException(file + ":" + line, "This is not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw new DefinitionException(
                    file + ":1",
                    "This is not YAML: " + e.getMessage().replaceAll("\\s+", " ") + ". Save the file as UTF-8 text.");
        }
    }

    /** All definitions in a file, separated by {@code ---}. */
    static List<Yaml> readAll(String file, String text) {
        List<Yaml> all = new ArrayList<>();
        try {
            for (Node root : new Compose(LoadSettings.builder().setLabel(file).build()).composeAllFromString(text)) {
                all.add(new Yaml(file, root));
            }
        } catch (StackOverflowError tooDeep) {
            throw tooDeep(file);
        } catch (YamlEngineException unreadable) {
            read(file, text);
            throw unreadable;
        }
        return all.isEmpty() ? List.of(read(file, text)) : all;
    }

    private static DefinitionException tooDeep(String file) {
        return new DefinitionException(file + ":1", "Lists or maps are nested too deeply; no definition needs that.");
    }

    String place() {
        return file + ":" + node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    DefinitionException problem(String message) {
        return new DefinitionException(place(), message);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw problem("Expected text here.");
    }

    /** Entries in order; a duplicate key is an error. */
    Map<String, Yaml> map() {
        if (!(node instanceof MappingNode mapping)) {
            throw problem("Expected a mapping here (key: value).");
        }
        Map<String, Yaml> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Yaml key = new Yaml(file, tuple.getKeyNode());
            if (entries.put(key.text(), new Yaml(file, tuple.getValueNode())) != null) {
                throw key.problem("'" + key.text() + "' appears twice here; remove one.");
            }
        }
        return entries;
    }

    /** The mapping; its keys must be among those known. */
    Map<String, Yaml> map(Set<String> known) {
        Map<String, Yaml> entries = map();
        for (Map.Entry<String, Yaml> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw entry.getValue()
                        .problem("Unknown key '" + entry.getKey() + "'; known here: "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
        return entries;
    }

    /** The words of a text, or the texts in a list. */
    List<String> words() {
        if (node instanceof SequenceNode sequence) {
            return list(sequence).stream().map(Yaml::text).toList();
        }
        String text = text().trim();
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
    }

    List<Yaml> list() {
        if (node instanceof SequenceNode sequence) {
            return list(sequence);
        }
        throw problem("Expected a list here.");
    }

    private List<Yaml> list(SequenceNode sequence) {
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Yaml(file, item));
        }
        return items;
    }
}
