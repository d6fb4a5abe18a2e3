package org.coursebackup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an archive lacks of its course, and how people are told. */
final class Omissions {
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> undescribed = new TreeSet<>();
    private final Set<String> missing = new TreeSet<>();
    private Map<String, Long> unread = Map.of();

    /** In the order in which they are shown; whoever finds something adds it. */
    List<String> warnings() {
        return warnings;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** Components with content in the course that no definition describes, or not completely. */
    Set<String> undescribed() {
        return undescribed;
    }

    /** Hashes of pool files. */
    Set<String> missing() {
        return missing;
    }

    /** Rows of the course by table that nothing reads. */
    Map<String, Long> unread() {
        return unread;
    }

    void unread(Map<String, Long> rowsByTable) {
        unread = rowsByTable;
    }

    /** Whether the archive has all there is. */
    boolean none() {
        return warnings.isEmpty() && undescribed.isEmpty() && missing.isEmpty();
    }

    /** Names the pool files that cannot go into the archive. */
    void findMissing(PoolContents contents, FilePool pool, Set<String> unusable) {
        for (String hash : contents.hashes()) {
            if (unusable.contains(hash) || !pool.has(hash)) {
                missing.add(hash);
            }
        }
        missing.forEach(hash -> warnings.add(
                "The pool file " + hash + " is missing, unreadable or does not match its name (" + pool.path(hash)
                        + "), so a restored course will lack it. Restore it from a backup of Moodle's data folder."));
        contents.impossible().forEach((hash, file) -> {
            missing.add(hash);
            warnings.add("The row of the file '" + file + "' in Moodle's table files has '" + hash
                    + "' in place of the hash of a pool file, so a restored course will lack it. Upload the file again"
                    + " in Moodle.");
        });
    }

    /** Activities without a definition: their number by module. */
    void leftOut(Map<String, Integer> activities) {
        activities.forEach((module, count) -> {
            undescribed.add("mod_" + module);
            long rows = unread.entrySet().stream()
                    .filter(t -> t.getKey().equals(module) || t.getKey().startsWith(module + "_"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            warnings.add(
                    count + (count == 1 ? " activity" : " activities") + " of the plugin mod_" + module + " (" + rows
                            + " rows found) left out, with their grades and completion: no"
                            + " definition describes the plugin."
                            + " Add definitions/" + module + ".yaml, or set archive.fallback=moodle.");
        });
    }

    /** Components of which the archive has only a part, or whose definition is out of date: the warning for each. */
    void partly(Map<String, String> doubts) {
        doubts.forEach((component, warning) -> {
            undescribed.add(component);
            warnings.add(warning);
        });
    }

    /** Rows by plugin that no definition reads. */
    void plugins(Map<String, Long> rowsByPlugin) {
        rowsByPlugin.forEach((plugin, rows) -> {
            undescribed.add(plugin);
            warnings.add(
                    rows + " rows of the plugin " + plugin + " left out: no definition describes it. Add definitions/"
                            + plugin + ".yaml, or set archive.fallback=moodle.");
        });
    }

    /** Secrets that could not be encrypted as Moodle does. */
    void withheld(int secrets) {
        if (secrets > 0) {
            warnings.add(secrets
                    + " secrets of external tools (LTI) are not in the archive: the site has no usable"
                    + " key to encrypt them with"
                    + " (config_plugins, plugin backup, name backup_encryptkey). Moodle makes the key"
                    + " with its first backup of such a tool: back one up there once.");
        }
    }

    /** Questions of a type that nobody described. */
    void questions(String type, int count) {
        String plugin = "qtype_" + type;
        if (undescribed.add(plugin)) {
            warnings.add(count + " questions of the type " + type
                    + " are in the archive without the data that the plugin "
                    + plugin + " keeps for them: no definition describes it. Add definitions/" + plugin
                    + ".yaml, or set archive.fallback=moodle.");
        }
    }
}
