package org.coursebackup.moodle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Values of the site's settings as its code would read them: those in the database, and those that config.php forces.
 *
 * @param byPlugin values by plugin and name; Moodle's own under {@link #CORE}; null where a setting has none
 * @param forced values that config.php forces, as {@link #forcedName} names them
 */
public record SiteSettings(Map<String, Map<String, String>> byPlugin, Map<String, String> forced) {
    /** Stands for Moodle itself, whose settings are in the table {@code config}. */
    public static final String CORE = "core";

    /** No settings at all. */
    public static final SiteSettings NONE = new SiteSettings(Map.of(), Map.of());

    /** The name of a setting among those that config.php forces: Moodle's own by their name alone. */
    public static String forcedName(String plugin, String name) {
        return plugin.equals(CORE) ? name : plugin + "/" + name;
    }

    /**
     * Takes one statement; none if there is nothing to read.
     *
     * @param plugins whose settings; {@link #CORE} may be among them
     */
    public static SiteSettings read(MoodleDatabase moodle, Collection<String> plugins, Map<String, String> forced) {
        Map<String, Map<String, String>> values = new HashMap<>();
        if (!plugins.isEmpty()) {
            moodle.sql("SELECT plugin, name, value FROM {config_plugins} WHERE plugin IN (" + list(plugins)
                            + ") UNION ALL SELECT '" + CORE + "', name, value FROM {config}")
                    .query(row -> {
                        values.computeIfAbsent(row.getString(1), p -> new TreeMap<>())
                                .put(row.getString(2), row.getString(3));
                    });
        }
        return new SiteSettings(values, forced);
    }

    /** Names as a list of SQL literals; those that no plugin can have are left out. */
    public static String list(Collection<String> plugins) {
        return plugins.stream()
                .filter(plugin -> plugin.matches("\\w+"))
                .map(plugin -> "'" + plugin + "'")
                .collect(Collectors.joining(", "));
    }

    /** All values of a plugin in the database, by name in the order of the names. */
    public Map<String, String> stored(String plugin) {
        return new TreeMap<>(byPlugin.getOrDefault(plugin, Map.of()));
    }

    /** A value in force; null if the setting has none. */
    public String value(String plugin, String name) {
        String inFile = forcedName(plugin, name);
        return forced.containsKey(inFile)
                ? forced.get(inFile)
                : byPlugin.getOrDefault(plugin, Map.of()).get(name);
    }

    /** Whether config.php is known to force a value. */
    public boolean forces(String plugin, String name) {
        return forced.containsKey(forcedName(plugin, name));
    }
}
