package org.coursebackup.archive.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields, notes and elements that a site's code has in addition to the program's own definition, by path of the
 * element.
 */
final class Amendment {
    private static final Set<String> KEYS = Set.of("columns", "notes", "files", "coding", "children");

    private final Map<String, Yaml> at;
    private final ElementReader reader;
    private final String component;
    private final Set<String> unused;

    /** @param yaml the value of {@code at}: paths from the document's root, that included, and what is added there */
    Amendment(Yaml yaml, ElementReader reader, String component) {
        this.at = yaml.map();
        this.reader = reader;
        this.component = component;
        this.unused = new TreeSet<>(at.keySet());
    }

    /** The element and everything below it, amended; {@code above} is the path to it, empty or ending with a slash. */
    ElementDefinition apply(ElementDefinition element, String above) {
        String containers = element.containers().isEmpty() ? "" : String.join("/", element.containers()) + "/";
        String path = above + containers + element.name();
        String inside = element.name().isEmpty() ? above + containers : path + "/";
        List<ElementDefinition> children = new ArrayList<>();
        element.children().forEach(child -> children.add(apply(child, inside)));
        Rows rows = element.rows();
        Yaml added = at.get(path);
        if (added != null && !element.name().isEmpty()) {
            unused.remove(path);
            Map<String, Yaml> keys = added.map(KEYS);
            if (keys.containsKey("children")) {
                keys.get("children")
                        .map()
                        .forEach((name, child) -> children.add(
                                reader.element(name, child, child.map(ElementReader.ELEMENT_KEYS), component)));
            }
            if (rows != null) {
                rows = with(rows, keys);
            }
        }
        return new ElementDefinition(
                element.place(),
                element.name(),
                element.containers(),
                element.when(),
                rows,
                element.folder(),
                element.files(),
                List.copyOf(children),
                element.plugins(),
                element.pluginsFirst());
    }

    /** Paths at which there is no element. */
    Set<String> unused() {
        return unused;
    }

    private Rows with(Rows rows, Map<String, Yaml> keys) {
        List<Field> fields = new ArrayList<>(rows.fields());
        if (keys.containsKey("columns")) {
            keys.get("columns").words().forEach(word -> {
                Field field = Field.parse(word, Map.of());
                if (fields.stream().noneMatch(known -> known.name().equals(field.name()))) {
                    fields.add(field);
                }
            });
        }
        Map<String, String> notes = new LinkedHashMap<>(rows.notes());
        if (keys.containsKey("notes")) {
            keys.get("notes").map().forEach((field, item) -> notes.putIfAbsent(field, item.text()));
        }
        List<FileArea> files = new ArrayList<>(rows.files());
        ElementReader.files(keys, component).stream()
                .filter(area -> !files.contains(area))
                .forEach(files::add);
        List<Rows.Coding> codings = new ArrayList<>(rows.codings());
        codings.addAll(ElementReader.codings(keys));
        return new Rows(
                rows.from(),
                rows.query(),
                rows.by(),
                rows.where(),
                rows.order(),
                rows.attributes(),
                List.copyOf(fields),
                notes,
                List.copyOf(files),
                List.copyOf(codings),
                rows.incidental(),
                rows.when());
    }
}
