package org.coursebackup.moodle;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moodle's version and those of its plugins, as the site's database has them.
 *
 * @param version {@code $CFG->version}, such as 2024100706.00; empty when the site has none
 * @param release in words, such as 4.5.6 (Build: 20250811)
 * @param branch as Moodle writes it, such as 405; empty when the site has none
 * @param plugins version by frankenstyle name
 */
public record SiteVersions(String version, String release, String branch, Map<String, String> plugins) {

    /** Two statements. */
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
     * Every version by component.
     *
     * @param core what Moodle itself is called among them
     */
    public Map<String, String> under(String core) {
        Map<String, String> all = new TreeMap<>(plugins);
        all.put(core, version);
        return all;
    }

    /** The version as a number to compare; 0 when it is none. */
    public BigDecimal build() {
        return build(version);
    }

    /** A version as a number to compare; 0 when it is none. */
    public static BigDecimal build(String version) {
        return version.trim().matches("\\d+(\\.\\d+)?") ? new BigDecimal(version.trim()) : BigDecimal.ZERO;
    }

    /** The branch as a number to compare: 4.5 is 405, 5.1 is 501; by the release where no branch is noted. */
    public int branchNumber() {
        return branchNumber(branch, release);
    }

    /**
     * @param branch as Moodle notes it; null or empty when it does not
     * @param release in words; without either it is taken for 4.5
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
