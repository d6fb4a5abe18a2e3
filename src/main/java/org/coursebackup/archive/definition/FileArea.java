package org.coursebackup.archive.definition;

/**
 * A file area whose files belong to a row.
 *
 * @param context the task's value that holds the id of the files' context: {@code context}, {@code coursecontext} or
 *     {@code system}
 * @param component such as {@code mod_forum}
 * @param area such as {@code post}; {@code *} for every area of the component
 * @param itemField the row's field with the item id; null takes every item
 * @param when condition under which its files are included
 */
public record FileArea(String context, String component, String area, String itemField, Condition when) {
    public boolean system() {
        return context.equals("system");
    }

    static FileArea parse(String name, String itemField, String ownComponent, Condition when) {
        int colon = name.indexOf(':');
        String context = colon < 0 ? "" : name.substring(0, colon);
        String rest = name.substring(colon + 1);
        int slash = rest.indexOf('/');
        return new FileArea(
                switch (context) {
                    case "system" -> "system";
                    case "course" -> "coursecontext";
                    default -> "context";
                },
                slash < 0 ? ownComponent : rest.substring(0, slash),
                rest.substring(slash + 1),
                "any".equals(itemField) ? null : itemField,
                when);
    }
}
