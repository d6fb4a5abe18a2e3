package org.coursebackup.archive;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.ElementDefinition;
import org.coursebackup.archive.site.SiteSchema;

/**
 * Tells which of a course's components have a definition that covers only part of them, so that its archive never
 * counts as complete.
 */
final class PartlyDescribed {
    private final Definitions definitions;
    private final CoursePlan plan;
    private final QuestionTypes questionTypes;
    private final SiteSchema schema;
    private final Set<String> emptyTables;

    PartlyDescribed(
            Definitions definitions,
            CoursePlan plan,
            QuestionTypes questionTypes,
            SiteSchema schema,
            Set<String> emptyTables) {
        this.definitions = definitions;
        this.plan = plan;
        this.questionTypes = questionTypes;
        this.schema = schema;
        this.emptyTables = emptyTables;
    }

    /** The warnings, by component. */
    Map<String, String> warnings() {
        Map<String, String> warnings = new TreeMap<>();
        definitions.inPart().forEach((component, reasons) -> {
            if (concerns(component, true)) {
                warnings.put(component, warning(component, reasons));
            }
        });
        return warnings;
    }

    /**
     * The warnings about plugins whose definition may be older than the site, by component. A definition made by hand
     * is its author's business.
     *
     * @param reasons why, by component
     */
    Map<String, String> outdated(Map<String, List<String>> reasons) {
        Map<String, String> warnings = new TreeMap<>();
        reasons.forEach((component, why) -> {
            if ((!definitions.placed(component) || definitions.generated(component)) && concerns(component, false)) {
                warnings.put(
                        component,
                        "What is known of the plugin " + component + " is older than the site: "
                                + String.join("; ", why)
                                + ". So the archive may lack something of it, or hold too much."
                                + " Run 'describe', or set archive.fallback=moodle.");
            }
        });
        return warnings;
    }

    private static String warning(String component, List<String> reasons) {
        return "The plugin " + component + " is described in part, so something of it may be missing: "
                + String.join("; ", reasons) + ". Complete its definition by hand (docs/DEFINITIONS.md), or set"
                + " archive.fallback=moodle.";
    }

    /**
     * @param shortly whether a plugin's tables may lack the type in their names, as some of old have it; not to be
     *     assumed of all plugins of a site, or filter_glossary would own the glossaries
     */
    private boolean concerns(String component, boolean shortly) {
        String name = component.substring(component.indexOf('_') + 1);
        if (component.equals("core")) {
            return true;
        }
        if (component.startsWith("mod_")) {
            return plan.tasks(Task.Kind.ACTIVITY).stream()
                    .anyMatch(task -> task.module().equals(name));
        }
        if (component.startsWith("block_")) {
            return plan.tasks(Task.Kind.BLOCK).stream().anyMatch(task -> name.equals(task.value("blockname")));
        }
        if (component.startsWith("qtype_")) {
            return questionTypes.counts().containsKey(name);
        }
        if (component.startsWith("format_")) {
            return name.equals(plan.course.get("format"));
        }
        Set<String> hosts = hosts(component.substring(0, component.indexOf('_')));
        if (!hosts.isEmpty()) {
            return plan.tasks(Task.Kind.ACTIVITY).stream().anyMatch(task -> hosts.contains(task.module()));
        }
        // for other types nothing here tells whether the course uses them; better one warning too many
        return schema.tables().stream()
                .anyMatch(table -> !emptyTables.contains(table)
                        && (table.equals(component)
                                || table.startsWith(component + "_")
                                || shortly && table.startsWith(name + "_")));
    }

    /** The activities that take plugins of a type into their own document; empty where Moodle's own documents do. */
    private Set<String> hosts(String type) {
        Set<String> modules = new TreeSet<>();
        for (String module : definitions.activities()) {
            if (takes(definitions.activity(module).root(), type)) {
                modules.add(module);
            }
        }
        return modules;
    }

    private static boolean takes(ElementDefinition element, String type) {
        return element.plugins().contains(type) || element.children().stream().anyMatch(child -> takes(child, type));
    }
}
