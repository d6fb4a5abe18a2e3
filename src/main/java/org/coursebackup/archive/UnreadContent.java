package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.ElementDefinition;
import org.coursebackup.archive.definition.FileArea;
import org.coursebackup.archive.definition.PluginHook;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;

/**
 * Looks for rows of a course that no definition reads: in tables with an index on a column that holds a course,
 * context, course module or activity instance. Tables without such an index are not searched, since that would strain
 * the database.
 */
final class UnreadContent {
    private static final Set<String> COURSE_COLUMNS =
            Set.of("course", "courseid", "contextid", "cmid", "coursemoduleid");
    private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");
    /** Read by the engine itself, whatever definitions say. */
    static final Set<String> READ_BY_ENGINE = Set.of(
            "block_instances",
            "config",
            "config_plugins",
            "context",
            "course",
            "course_categories",
            "course_modules",
            "course_sections",
            "files",
            "grade_items",
            "grade_outcomes",
            "groupings",
            "groupings_groups",
            "groups",
            "modules",
            "question",
            "question_bank_entries",
            "question_categories",
            "question_references",
            "question_set_references",
            "question_versions",
            "tag",
            "tag_area",
            "tag_instance",
            "user");

    /** Records of backups, which are not content. */
    private static final Set<String> ACCOUNTS = Set.of("backup_courses", "backup_controllers", "backup_files");

    /** Plugin types that take part in an activity's or a question's backup. */
    private static final Set<String> PARTS = Set.of(
            "assignsubmission",
            "assignfeedback",
            "quizaccess",
            "workshopform",
            "gradingform",
            "qtype",
            "qbank",
            "ltiservice",
            "datafield",
            "customfield",
            "format",
            "plagiarism",
            "scormreport");

    private final Set<String> read = new HashSet<>(READ_BY_ENGINE);
    private final Set<String> systemFileComponents = new TreeSet<>();
    private final Definitions definitions;

    UnreadContent(Definitions definitions) {
        this.definitions = definitions;
        read.addAll(ACCOUNTS);
        for (String task : List.of("course", "section", "activity", "block", "final")) {
            definitions.documentsOf(task).forEach(document -> note(document.root()));
        }
        definitions
                .activities()
                .forEach(activity -> note(definitions.activity(activity).root()));
        definitions.hooks().values().stream()
                .flatMap(List::stream)
                .map(PluginHook::element)
                .forEach(this::note);
    }

    private void note(ElementDefinition element) {
        if (element.rows() != null) {
            tablesIn(element.rows().sql()).forEach(read::add);
            element.rows().files().stream()
                    .filter(FileArea::system)
                    .filter(area -> area.component().matches("\\w+"))
                    .forEach(area -> systemFileComponents.add(area.component()));
        }
        element.children().forEach(this::note);
    }

    /** The names in braces. */
    static Stream<String> tablesIn(String sql) {
        return TABLE.matcher(sql).results().map(table -> table.group(1));
    }

    /** The site's tables that are searched for rows that no definition reads. */
    Set<String> searched(SiteSchema schema, SiteConfig config) {
        Set<String> columns = new TreeSet<>(COURSE_COLUMNS);
        columns.add("assignment");
        for (String plugin : config.plugins()) {
            if (plugin.startsWith("mod_")) {
                columns.add(plugin.substring("mod_".length()));
                columns.add(plugin.substring("mod_".length()) + "id");
            }
        }
        return schema.tables().stream()
                .filter(table ->
                        !read.contains(table) && !Collections.disjoint(schema.firstIndexedColumns(table), columns))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Components whose files definitions look for in the system context. */
    Set<String> systemFileComponents() {
        return systemFileComponents;
    }

    /** Number of the course's rows in each table that no definition reads; takes one statement. */
    Map<String, Long> unread(Snapshot snapshot, SiteSchema schema, CoursePlan plan, Set<String> emptyTables)
            throws SQLException, IOException {
        Map<String, String> ids = ids(plan);
        List<String> counts = new ArrayList<>();
        for (String table : new TreeSet<>(schema.tables())) {
            if (!read.contains(table) && !emptyTables.contains(table)) {
                schema.firstIndexedColumns(table).stream()
                        .filter(ids::containsKey)
                        .findFirst()
                        .ifPresent(column -> counts.add("select '" + table + "', count(*) from {" + table
                                + "} t where t." + column + " in (" + ids.get(column) + ")"));
            }
        }
        Map<String, Long> unread = new TreeMap<>();
        if (!counts.isEmpty()) {
            snapshot.query(String.join(" union all ", counts), row -> {
                if (row.getLong(2) > 0) {
                    unread.put(row.getString(1), row.getLong(2));
                }
            });
        }
        return unread;
    }

    /** The ids that columns of certain names would hold for this course. */
    private static Map<String, String> ids(CoursePlan plan) {
        Map<String, String> ids = new TreeMap<>();
        ids.put("course", Long.toString(plan.courseId));
        ids.put("courseid", Long.toString(plan.courseId));
        IdSet contexts = IdSet.of(plan.courseContext);
        IdSet modules = new IdSet();
        plan.tasks().forEach(task -> contexts.add(task.contextId));
        plan.instances().values().forEach(of -> of.keySet().forEach(modules::add));
        ids.put("contextid", contexts.inLists().get(0));
        modules.inLists().stream().findFirst().ifPresent(list -> {
            ids.put("cmid", list);
            ids.put("coursemoduleid", list);
        });
        plan.instances().forEach((module, of) -> {
            IdSet instances = new IdSet();
            of.values().forEach(instances::add);
            instances.inLists().stream().findFirst().ifPresent(list -> {
                ids.put(module, list);
                ids.put(module + "id", list);
                if (module.equals("assign")) {
                    ids.put("assignment", list);
                }
            });
        });
        ids.keySet().removeIf(column -> !column.matches("\\w+"));
        return ids;
    }

    /**
     * Plugins without a definition that have rows in some of the tables; only of types that Moodle would ask for their
     * part.
     */
    Map<String, Long> undescribed(Map<String, Long> unread, SiteConfig config) {
        Map<String, Long> plugins = new TreeMap<>();
        for (String plugin : config.plugins()) {
            int underscore = plugin.indexOf('_');
            if (underscore > 0
                    && PARTS.contains(plugin.substring(0, underscore))
                    && !definitions.hooks().containsKey(plugin)) {
                unread.forEach((table, rows) -> {
                    if (table.equals(plugin) || table.startsWith(plugin + "_")) {
                        plugins.merge(plugin, rows, Long::sum);
                    }
                });
            }
        }
        return plugins;
    }
}
