package org.coursebackup.moodle;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moodle's version and those of its plugins, as recorded in the site's database.
 *
 * @param version {@code $CFG->version}, such as 2024100706.00; empty if the site has none
 * @param release in words, such as 4.5.6 (Build: 20250811)
 * @param branch as Moodle writes it, such as 405; empty if the site has none
 * @param plugins versions by frankenstyle name
 */
public record SiteVersions(String version, String release, String branch, Map<String, String> plugins) {

    /** Takes two statements. */
    public static SiteVersions read(MoodleDatabase moodle) {
        Map<String, String> plugins = new TreeMap<>();
        moodle.sql("SELECT plugin, value FROM {config_plugins} WHERE name = 'version'")
                .query(row -> {
                    plugins.put(row.getString(1), row.getString(2));
                });
        Map<String, String> config = new HashMap<>();
        moodle.sql("SELECT name, value FROM {config} WHERE name IN ('version', 'release', 'branch')")
                .query(row -> {
                    config.put(row.getString(1), row.getString(2).trim());
                });
        return new SiteVersions(
                config.getOrDefault("version", ""),
                config.getOrDefault("release", ""),
                config.getOrDefault("branch", ""),
                plugins);
    }

    /**
     * All versions by component.
     *
     * @param core the name for Moodle itself
     */
    public Map<String, String> under(String core) {
        Map<String, String> all = new TreeMap<>(plugins);
        all.put(core, version);
        return all;
    }

    /** Moodle writes the same version as 2024100706 and as 2024100706.00. */
    public static boolean same(String one, String other) {
        return one.replaceFirst("\\.0+$", "").equals(other.replaceFirst("\\.0+$", ""));
    }

    /** The version as a comparable number; 0 if it isn't a number. */
    public BigDecimal build() {
        return build(version);
    }

    /** A version as a comparable number; 0 if it isn't a number. */
    public static BigDecimal build(String version) {
        return version.trim().matches("\\d+(\\.\\d+)?") ? new BigDecimal(version.trim()) : BigDecimal.ZERO;
    }

    /** The branch as a comparable number: 4.5 is 405, 5.1 is 501; taken from the release if no branch is recorded. */
    public int branchNumber() {
        return branchNumber(branch, release);
    }

    /**
     * @param branch as recorded by Moodle; null or empty if it is not
     * @param release in words; without either, 4.5 is assumed
     */
    public static int branchNumber(String branch, String release) {
        if (branch != null && branch.matches("\\d+")) {
            return Integer.parseInt(branch);
        }
        String[] parts = (release != null && release.matches("\\d+\\.\\d+.*") ? release : "4.5")
                .replaceFirst("^(\\d+\\.\\d+).*", "$1")
                .split("\\.");
        return Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
    }
}
