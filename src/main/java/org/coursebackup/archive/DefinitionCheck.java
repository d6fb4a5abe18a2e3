package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.DocumentDefinition;
import org.coursebackup.archive.definition.ElementDefinition;
import org.coursebackup.archive.definition.PluginHook;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;

/**
 * Tries every definition on a site: finds words that mean nothing, plugins that hook in nowhere, tables and columns the
 * site lacks, and SQL that its database refuses. The program's own definitions serve several versions of Moodle, so a
 * column that they name and the site lacks is not reported; in the site's own files it is.
 */
final class DefinitionCheck {
    private static final List<String> TASKS = List.of("course", "section", "activity", "block", "final");

    private final Definitions definitions;
    private final SiteSchema schema;
    private final SiteConfig config;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    DefinitionCheck(Definitions definitions, SiteSchema schema, SiteConfig config) {
        this.definitions = definitions;
        this.schema = schema;
        this.config = config;
        problems.addAll(definitions.problems());
        notes.addAll(definitions.replacements());
    }

    /** What makes archives incomplete, each with file, line and remedy. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What is worth knowing without necessarily being a problem. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Checks the definitions' words; sends no SQL. */
    DefinitionCheck words() {
        documents().forEach(document -> problems.addAll(DefinitionWords.problems(document.place(), document.when())));
        elements().forEach(element -> problems.addAll(DefinitionWords.problems(element)));
        Map<String, Set<String>> hosts = new TreeMap<>();
        elements()
                .forEach(element -> element.plugins().forEach(type -> hosts.computeIfAbsent(type, t -> new TreeSet<>())
                        .add(element.name())));
        for (PluginHook hook : hooks()) {
            Set<String> known = hosts.getOrDefault(hook.type(), Set.of());
            if (!known.contains(hook.at())) {
                problems.add(hook.element().place() + ": " + hook.plugin() + " hooks in at '" + hook.at()
                        + "', but no element of that name takes"
                        + " plugins of the type " + hook.type()
                        + (known.isEmpty()
                                ? "; none does. Write 'plugins: " + hook.type() + "' at the element it belongs to."
                                : ". Those that do: " + String.join(", ", known) + "."));
            }
        }
        return this;
    }

    /** Compares the definitions with the site's tables. */
    DefinitionCheck tables() {
        for (Predicate<String> flags : situations()) {
            ElementResolver resolver = resolver(flags);
            documents().filter(this::matters).forEach(document -> resolver.resolve(document.root()));
            resolver.problems().stream()
                    .filter(problem -> config.branchKnown() || definitions.added(problem))
                    .forEach(problems::add);
            resolver.columnsLeftOut().stream().filter(definitions::added).forEach(notes::add);
        }
        return this;
    }

    /** Sends each element's query in a form that finds no rows; only whether the database accepts it counts. */
    DefinitionCheck queries(Snapshot snapshot) throws SQLException, IOException {
        Set<String> sent = new HashSet<>();
        for (Predicate<String> flags : situations()) {
            ElementResolver resolver = resolver(flags);
            for (DocumentDefinition document : documents().filter(this::matters).toList()) {
                Element root = resolver.resolve(document.root());
                if (root != null) {
                    probe(root, snapshot, sent);
                }
            }
        }
        return this;
    }

    /** Every table that archives of this site need. */
    Set<String> tablesRead() {
        Set<String> tables = new TreeSet<>(UnreadContent.READ_BY_ENGINE);
        for (Predicate<String> flags : situations()) {
            ElementResolver resolver = resolver(flags);
            documents().filter(this::matters).forEach(document -> resolver.resolve(document.root()));
            tables.addAll(resolver.tables());
        }
        return tables;
    }

    private ElementResolver resolver(Predicate<String> flags) {
        return new ElementResolver(
                schema, definitions, flags, plugin -> matters(plugin, definitions.placeOf(plugin)), Set.of());
    }

    private void probe(Element element, Snapshot snapshot, Set<String> sent) throws SQLException, IOException {
        String sql = element.hasRows() ? CourseReader.sql(element, "0", CourseReader.nothing(element)) : null;
        if (element.hasRows() && element.reads && sent.add(element.place + " " + sql)) {
            try {
                snapshot.query(sql, row -> {});
            } catch (SQLException e) {
                if (!CourseReader.refused(e)) {
                    throw e;
                }
                snapshot.connection().rollback();
                problems.add(element.place + ": the database refuses the query of <" + element.name + ">: "
                        + e.getCause().getMessage().replaceAll("\\s+", " ")
                        + ". Until it is corrected, archives lack these rows and their courses end with a"
                        + " warning. Compare table, columns"
                        + " and SQL with the site's tables.");
            }
        }
        for (Element child : element.children) {
            probe(child, snapshot, sent);
        }
    }

    /** Each condition of a {@code where} that negates a flag is tried once with that flag off. */
    private List<Predicate<String>> situations() {
        Set<String> negated = new TreeSet<>();
        elements()
                .filter(element -> element.rows() != null)
                .flatMap(element -> element.rows().where().keySet().stream())
                .flatMap(condition -> condition.words().stream())
                .filter(Condition.Word::negated)
                .forEach(word -> negated.add(word.name()));
        Predicate<String> everything = new Flags(
                ArchiveSettings.everything(),
                config,
                Set.of("every-activity", "every-graded-activity", "userpasswords"));
        List<Predicate<String>> situations = new ArrayList<>(List.of(everything));
        for (String word : negated) {
            if (!word.contains(":")) {
                situations.add(flag -> !flag.equals(word) && everything.test(flag));
            }
        }
        return situations;
    }

    private boolean matters(DocumentDefinition document) {
        return document.activity() == null || matters("mod_" + document.activity(), document.place());
    }

    private boolean matters(String plugin, String place) {
        return config.installed(plugin) || definitions.added(place);
    }

    private Stream<DocumentDefinition> documents() {
        return Stream.concat(
                TASKS.stream().flatMap(task -> definitions.documentsOf(task).stream()),
                definitions.activities().stream().map(definitions::activity));
    }

    /** Every element of every definition. */
    private Stream<ElementDefinition> elements() {
        return Stream.concat(
                        documents().map(DocumentDefinition::root),
                        hooks().stream().map(PluginHook::element))
                .flatMap(DefinitionCheck::within);
    }

    private static Stream<ElementDefinition> within(ElementDefinition element) {
        return Stream.concat(Stream.of(element), element.children().stream().flatMap(DefinitionCheck::within));
    }

    private List<PluginHook> hooks() {
        return definitions.hooks().values().stream().flatMap(List::stream).toList();
    }
}
