package org.coursebackup.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.ElementDefinition;
import org.coursebackup.archive.definition.Field;
import org.coursebackup.archive.definition.FileArea;
import org.coursebackup.archive.definition.Match;
import org.coursebackup.archive.definition.PluginHook;
import org.coursebackup.archive.definition.Rows;
import org.coursebackup.archive.site.SiteSchema;

/**
 * Fits definitions to a site: leaves out what is switched off, tables and columns that the site lacks and plugins that
 * are not installed, hooks plugins in, and works out for each element by which ids its rows are looked up.
 */
final class ElementResolver {
    /** Names that stand for a value of the task. */
    static final Set<String> TASK_VALUES = Set.of(
            "course",
            "context",
            "cm",
            "instance",
            "module",
            "section",
            "block",
            "blockname",
            "system",
            "coursecontext",
            "format",
            "one");

    /** Prefix of names that stand for ids noted as final. */
    static final String NOTED = "final.";

    /** Plugin types whose tables may be missing although a document that every site has names them. */
    private static final Set<String> OPTIONAL =
            Set.of("block", "enrol", "tool", "report", "local", "logstore", "qtype", "qbank");

    private static final Pattern ALIAS = Pattern.compile("\\{(\\w+)}\\s+(?:as\\s+)?(\\w+)");

    /** Parentheses without any in them. */
    private static final Pattern SUBSELECT = Pattern.compile("\\([^()]*\\)");

    private final SiteSchema schema;
    private final Definitions definitions;
    private final Predicate<String> flags;
    private final Predicate<String> installed;
    private final Set<String> broken;
    private final Deque<Element> path = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> columnsLeftOut = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();

    /** @param broken places of elements whose rows are not read because the database refused their query */
    ElementResolver(
            SiteSchema schema,
            Definitions definitions,
            Predicate<String> flags,
            Predicate<String> installed,
            Set<String> broken) {
        this.schema = schema;
        this.definitions = definitions;
        this.flags = flags;
        this.installed = installed;
        this.broken = broken;
    }

    /** Null if the element's flags do not hold. */
    Element resolve(ElementDefinition definition) {
        problems.addAll(DefinitionWords.problems(definition));
        if (!definition.when().flagsHold(flags)) {
            return null;
        }
        Element element = new Element(
                definition.place(),
                definition.name(),
                definition.containers(),
                definition.when().onFields());
        if (definition.rows() != null) {
            rows(element, definition);
        }
        if (definition.folder() != null) {
            boolean known = true;
            for (String field : definition.folder().references()) {
                known &= TASK_VALUES.contains(field) || owner("folder", field, element) != null;
            }
            element.folder = known ? definition.folder() : null;
        }
        for (FileArea area : definition.files()) {
            boolean known = area.itemField() == null
                    || TASK_VALUES.contains(area.itemField())
                    || owner("files", area.itemField(), element) != null;
            if (known && area.when().flagsHold(flags)) {
                element.files.add(area);
            }
        }
        for (Condition.Word word : element.condition.words()) {
            if (!TASK_VALUES.contains(word.name())
                    && path.stream().noneMatch(around -> around.hasRows() && around.indexes.containsKey(word.name()))) {
                problems.add(element.place + ": 'when' compares '" + word.name()
                        + "', which is neither a value of the task nor a field of a row around <" + element.name
                        + ">, so it is never '" + word.value() + "'. Name a field that an enclosing element writes.");
            }
        }
        path.push(element);
        if (definition.pluginsFirst()) {
            hooks(element, definition);
        }
        for (ElementDefinition child : definition.children()) {
            Element resolved = resolve(child);
            if (resolved != null) {
                element.children.add(resolved);
            }
        }
        if (!definition.pluginsFirst()) {
            hooks(element, definition);
        }
        path.pop();
        return element;
    }

    /** What was wrong with the definitions of the elements resolved so far. */
    List<String> problems() {
        return problems;
    }

    /** Columns of the definitions that the site's tables lack. */
    List<String> columnsLeftOut() {
        return columnsLeftOut;
    }

    /** The tables read by the elements resolved so far, including those that the site lacks but should have. */
    Set<String> tables() {
        return tables;
    }

    /**
     * In the order of the types, as Moodle does: its restore reads a question's custom fields when it has what the
     * question's type added.
     */
    private void hooks(Element element, ElementDefinition definition) {
        for (String type : definition.plugins()) {
            for (List<PluginHook> hooks : definitions.hooks().values()) {
                for (PluginHook hook : hooks) {
                    if (hook.type().equals(type)
                            && hook.at().equals(definition.name())
                            && installed.test(hook.plugin())) {
                        Element added = resolve(hook.element());
                        if (added != null) {
                            element.children.add(added);
                        }
                    }
                }
            }
        }
    }

    private void rows(Element element, ElementDefinition definition) {
        Rows rows = definition.rows();
        Map<String, String> tables = rows.query() == null ? aliases(rows.from()) : Map.of();
        element.from = rows.query() == null ? rows.from() : rows.query();
        element.query = rows.query() != null;
        element.table = tables.get("t");
        element.reads = rows.when().flagsHold(flags) && !broken.contains(definition.place());
        List<String> missing = tables.values().stream()
                .filter(table -> !schema.hasTable(table))
                .toList();
        if (rows.when().flagsHold(flags)) {
            UnreadContent.tablesIn(rows.sql())
                    .filter(table -> schema.hasTable(table) || !ofAbsentPlugin(table))
                    .forEach(this.tables::add);
        }
        if (!missing.isEmpty()) {
            element.reads = false;
            if (definitions.added(definition.place()) || !ofAbsentPlugin(missing.get(0))) {
                problems.add(definition.place() + ": the site has no table '" + missing.get(0) + "'; <"
                        + definition.name() + "> stays empty."
                        + " Correct the name, or complete the installation or upgrade of the plugin it belongs to.");
            }
        }
        lookup(element, rows, tables);
        for (Field field : rows.attributes()) {
            output(element, rows, field, tables, element.attributes);
        }
        for (Field field : rows.fields()) {
            output(element, rows, field, tables, element.fields);
        }
        for (FileArea area : rows.files()) {
            if (area.when().flagsHold(flags)) {
                element.files.add(area);
            }
        }
        StringBuilder where = new StringBuilder();
        rows.where().forEach((condition, sql) -> where.append(condition.flagsHold(flags) ? " and (" + sql + ")" : ""));
        element.restrictions = where.toString();
        element.order =
                (rows.order() == null ? "" : ", " + rows.order()) + (rows.query() == null ? ids(rows.from()) : "");
    }

    /** Whether a table is named after a plugin that is not installed, as {@code block_rss_client} may be. */
    private boolean ofAbsentPlugin(String table) {
        String[] words = table.split("_");
        String plugin = words[0];
        for (int i = 1; i < words.length; i++) {
            plugin += "_" + words[i];
            if (installed.test(plugin)) {
                return false;
            }
        }
        return OPTIONAL.contains(words[0]);
    }

    /** Whether the alias stands for a subselect, whose columns only the database knows. */
    private static boolean derived(String alias, String from) {
        return Pattern.compile("\\)\\s+(?:as\\s+)?" + alias + "\\b")
                .matcher(from)
                .find();
    }

    /**
     * SQL that orders what the definition's own order leaves open: t.id, then the ids of the tables joined, since a tag
     * or a role may be there several times. Otherwise two archives of the same rows could differ.
     */
    private String ids(String from) {
        String joined = from;
        for (String inner = ""; !inner.equals(joined); ) {
            inner = joined;
            joined = SUBSELECT.matcher(inner).replaceAll("");
        }
        Map<String, String> tables = aliases(joined);
        StringBuilder ids = new StringBuilder();
        Stream.concat(
                        Stream.of("t"),
                        tables.keySet().stream()
                                .filter(alias -> !alias.equals("t"))
                                .sorted())
                .filter(alias -> tables.containsKey(alias) && schema.hasColumn(tables.get(alias), "id"))
                .forEach(alias -> ids.append(", ").append(alias).append(".id"));
        return ids.toString();
    }

    private static Map<String, String> aliases(String from) {
        Map<String, String> tables = new HashMap<>();
        Matcher matcher = ALIAS.matcher(from);
        while (matcher.find()) {
            tables.put(matcher.group(2), matcher.group(1));
        }
        return tables;
    }

    private void output(
            Element element, Rows rows, Field field, Map<String, String> tables, List<Element.Output> outputs) {
        if (!field.when().flagsHold(flags)) {
            return;
        }
        if (field.isColumn() && element.reads) {
            String table = tables.get(field.alias());
            boolean derived = table == null && (element.query || derived(field.alias(), rows.from()));
            if (table == null && !derived) {
                problems.add(element.place + ": '" + field.name() + "' names the alias '" + field.alias()
                        + "', which 'from' does not have; the field is left out. Correct the alias.");
                return;
            }
            if (!derived && !schema.hasColumn(table, field.expression())) {
                columnsLeftOut.add(element.place + ": the site's table '" + table + "' has no column '"
                        + field.expression() + "', so <" + field.name()
                        + "> is left out. That is right where another version of the plugin has it.");
                return;
            }
        }
        List<Element.CodingCase> codings = rows.codings().stream()
                .filter(of -> of.field().equals(field.name()))
                .map(of -> new Element.CodingCase(
                        Element.Coding.valueOf(of.name().replace('-', '_').toUpperCase(Locale.ROOT)),
                        of.members(),
                        of.when()))
                .toList();
        int index = element.select(field.name(), field.sql());
        outputs.add(new Element.Output(
                field.name(),
                index,
                codings,
                rows.notes().get(field.name()),
                field.unlessNull(),
                rows.incidental().contains(field.name())));
        if (outputs == element.fields && codings.isEmpty() && field.isColumn()) {
            longColumn(element, field, index, tables.get(field.alias()));
        }
    }

    private void longColumn(Element element, Field field, int index, String table) {
        if (table == null || !schema.unbounded(table, field.expression()) || !schema.hasColumn(table, "id")) {
            return;
        }
        String id = field.alias() + ".id";
        int known = element.selected.indexOf(id);
        element.longColumns.put(
                index,
                new LongTexts.Column(
                        table, field.alias(), field.expression(), known < 0 ? element.select("#" + id, id) : known));
    }

    private void lookup(Element element, Rows rows, Map<String, String> tables) {
        Match first = rows.by().get(0);
        element.keyColumn = first.column();
        element.keyValue = first.value();
        element.keyMember = first.member();
        if (!element.query && !first.equals(Match.EVERYTHING)) {
            lookupColumn(element, rows, first, tables);
        }
        if (TASK_VALUES.contains(first.value())) {
            element.keyKind = Element.KeyKind.TASK;
        } else if (first.value().startsWith(NOTED)) {
            element.keyKind = Element.KeyKind.NOTED;
        } else {
            element.keyKind = Element.KeyKind.ROW;
            feed(element, first.value());
        }
        for (Match match : rows.by().subList(1, rows.by().size())) {
            element.checks.add(new Element.Check(element.select("=" + match.column(), match.column()), match.value()));
            if (!TASK_VALUES.contains(match.value()) && !match.value().startsWith(NOTED)) {
                owner("by", match.value(), element);
            }
        }
    }

    private void lookupColumn(Element element, Rows rows, Match first, Map<String, String> tables) {
        String alias = first.column().substring(0, first.column().indexOf('.'));
        String column = first.column().substring(alias.length() + 1);
        if (element.reads
                && (tables.containsKey(alias)
                        ? !schema.hasColumn(tables.get(alias), column)
                        : !derived(alias, rows.from()))) {
            problems.add(element.place + ": 'by' names the column " + first.column()
                    + ", which the site does not have; <" + element.name + "> stays empty. Correct the column.");
            element.reads = false;
        }
    }

    /** Makes the element whose rows hold the value collect it for this element. */
    private void feed(Element element, String value) {
        Element owner = owner("by", value, element);
        if (owner == null) {
            element.reads = false;
            return;
        }
        Condition condition = element.condition;
        for (Element between : path) {
            if (between == owner) {
                break;
            }
            condition = condition.and(between.condition);
        }
        Condition checkable = new Condition(condition.words().stream()
                .filter(w -> owner.indexes.containsKey(w.name()))
                .toList());
        IdSet ids = new IdSet();
        if (element.keyMember != null) {
            // the whole object is needed, not its beginning
            owner.longColumns.remove(owner.indexes.get(value));
        }
        owner.feeds.add(new Element.Feed(owner.indexes.get(value), element.keyMember, checkable, ids));
        element.keys = ids;
    }

    /**
     * The nearest enclosing element with a field or column of that name; a column that is not written is read in
     * addition.
     */
    private Element owner(String key, String value, Element element) {
        int slash = value.indexOf('/');
        String owner = slash < 0 ? null : value.substring(0, slash);
        String field = value.substring(slash + 1);
        for (Element around : path) {
            if (around.hasRows() && (owner == null || around.name.equals(owner))) {
                if (around.indexes.containsKey(field)) {
                    // with the element's name in front it is a second name for the same value
                    around.indexes.putIfAbsent(value, around.indexes.get(field));
                    return around;
                }
                if (around.table != null && schema.hasColumn(around.table, field)) {
                    around.select(value, "t." + field);
                    return around;
                }
            }
        }
        problems.add(element.place + ": '" + key + "' names '" + value
                + "', which is neither a value of the task nor a field of a row around <" + element.name
                + ">; it stays empty. Name a column of the enclosing row.");
        return null;
    }
}
