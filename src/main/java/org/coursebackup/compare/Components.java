package org.coursebackup.compare;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which of Moodle's components a part of an archive comes from, by frankenstyle name; {@code core} is Moodle
 * itself.
 */
final class Components {
    static final String CORE = ComponentVerdict.CORE;

    /** Documents that every activity, section and block may have, whatever plugin it belongs to. */
    private static final Set<String> COMMON = Set.of(
            "module.xml",
            "roles.xml",
            "filters.xml",
            "comments.xml",
            "completion.xml",
            "logs.xml",
            "logstores.xml",
            "calendar.xml",
            "grades.xml",
            "grading.xml",
            "grade_history.xml",
            "competencies.xml",
            "xapistate.xml");

    private static final Pattern BLOCK = Pattern.compile("(?:.*/)?blocks/([a-z0-9_]+)_\\d+/([^/]+)");
    private static final Pattern ACTIVITY = Pattern.compile("activities/([a-z0-9_]+)_\\d+/([^/]+)");
    /** Such as a library list that a plugin writes once for the whole course. */
    private static final Pattern OWN = Pattern.compile("([a-z0-9]+)_[^/]*\\.xml");

    private static final Pattern PLUGIN = Pattern.compile("(?:sub)?plugin_([a-z0-9]+_[a-z0-9_]+)");

    private Components() {}

    /**
     * The component that an entry of an archive belongs to.
     *
     * @param modules names of the course's activity modules, such as {@code forum}
     */
    static String of(String entry, Set<String> modules) {
        Matcher block = BLOCK.matcher(entry);
        if (block.matches()) {
            return COMMON.contains(block.group(2)) ? CORE : "block_" + block.group(1);
        }
        Matcher activity = ACTIVITY.matcher(entry);
        if (activity.matches()) {
            return COMMON.contains(activity.group(2)) ? CORE : "mod_" + activity.group(1);
        }
        Matcher own = OWN.matcher(entry);
        return own.matches() && modules.contains(own.group(1)) ? "mod_" + own.group(1) : CORE;
    }

    /** The module of an activity's entry, or null. */
    static String module(String entry) {
        Matcher activity = ACTIVITY.matcher(entry);
        return activity.matches() ? activity.group(1) : null;
    }

    /**
     * The plugin that added an element, or null. Moodle names it {@code plugin_TYPE_NAME_PARENT} after the element's
     * parent.
     */
    static String plugin(String element, String parent) {
        if (!element.endsWith("_" + parent)) {
            return null;
        }
        Matcher plugin = PLUGIN.matcher(element.substring(0, element.length() - parent.length() - 1));
        return plugin.matches() ? plugin.group(1) : null;
    }

    /** The owner of a row of files.xml: Moodle itself if the component is a subsystem or has no underscore. */
    static String ofFile(String component) {
        return component.matches("(?!core_)[a-z]+_[a-z0-9_]+") ? component : CORE;
    }
}
