package org.coursebackup.archive.definition;

/**
 * A file area whose files belong to a row.
 *
 * @param system in the system context instead of the task's
 * @param component such as {@code mod_forum}
 * @param area such as {@code post}; {@code *} for every area of the component
 * @param itemField the row's field with the item id; null takes every item
 * @param when only then
 */
public record FileArea(boolean system, String component, String area, String itemField, Condition when) {
    static FileArea parse(String name, String itemField, String ownComponent, Condition when) {
        boolean system = name.startsWith("system:");
        String rest = system ? name.substring("system:".length()) : name;
        int slash = rest.indexOf('/');
        return new FileArea(
                system,
                slash < 0 ? ownComponent : rest.substring(0, slash),
                rest.substring(slash + 1),
                itemField,
                when);
    }
}
