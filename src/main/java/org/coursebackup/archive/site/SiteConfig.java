package org.coursebackup.archive.site;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;

/**
 * What an archive needs to know about the site's own configuration ({@code config}, {@code config_plugins},
 * {@code modules}).
 */
public final class SiteConfig {
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> pluginVersions = new HashMap<>();
    private final Set<String> disabled = new HashSet<>();
    private final Map<String, Map<String, String>> pluginSettings = new HashMap<>();
    private SiteSettings settings = SiteSettings.NONE;
    private String backupKey;

    /** @param forced values overridden in config.php, which take precedence as in Moodle */
    public static SiteConfig read(Snapshot snapshot, Map<String, String> forced) throws SQLException, IOException {
        return read(snapshot, forced, Set.of());
    }

    /**
     * @param forced values overridden in config.php, which take precedence as in Moodle
     * @param plugins whose settings are wanted, all of each
     */
    public static SiteConfig read(Snapshot snapshot, Map<String, String> forced, Set<String> plugins)
            throws SQLException, IOException {
        String wanted = SiteSettings.list(plugins);
        SiteConfig config = new SiteConfig();
        snapshot.query(
                "select c.name, c.value from {config} c", row -> config.values.put(row.getString(1), row.getString(2)));
        snapshot.query(
                "select p.plugin, p.name, p.value from {config_plugins} p where p.name in ('version', 'disabled')"
                        + " or (p.plugin = 'backup' and p.name = 'backup_encryptkey')"
                        + (wanted.isEmpty() ? "" : " or p.plugin in (" + wanted + ")"),
                row -> {
                    if (plugins.contains(row.getString(1))) {
                        config.pluginSettings
                                .computeIfAbsent(row.getString(1), p -> new HashMap<>())
                                .put(row.getString(2), row.getString(3));
                    }
                    if (row.getString(2).equals("version")) {
                        config.pluginVersions.put(row.getString(1), row.getString(3));
                    } else if (row.getString(2).equals("disabled")) {
                        if (!Set.of("", "0").contains(Objects.requireNonNullElse(row.getString(3), ""))) {
                            config.disabled.add(row.getString(1));
                        }
                    } else if (row.getString(1).equals("backup")
                            && row.getString(2).equals("backup_encryptkey")) {
                        config.backupKey = row.getString(3);
                    }
                });
        config.pluginSettings.put(SiteSettings.CORE, new HashMap<>(config.values));
        config.settings = new SiteSettings(config.pluginSettings, forced);
        config.values.putAll(forced);
        return config;
    }

    public String get(String name) {
        return values.get(name);
    }

    public long number(String name) {
        try {
            return Long.parseLong(values.getOrDefault(name, "0").trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public boolean installed(String plugin) {
        return pluginVersions.containsKey(plugin);
    }

    /** Whether it is installed and not switched off by the plugin's setting {@code disabled}. */
    public boolean enabled(String plugin) {
        return installed(plugin) && !disabled.contains(plugin);
    }

    String version(String plugin) {
        return pluginVersions.get(plugin);
    }

    public Iterable<String> plugins() {
        return pluginVersions.keySet();
    }

    /** The plugins that are installed, with their versions. */
    public Map<String, String> versionsByPlugin() {
        return pluginVersions;
    }

    /** The settings of the plugins that were asked for, and Moodle's own. */
    public SiteSettings settings() {
        return settings;
    }

    /** Moodle's version under the name {@code moodle}, and those of its plugins. */
    public Map<String, String> versionsByComponent() {
        Map<String, String> versions = new TreeMap<>(pluginVersions);
        versions.put("moodle", Objects.requireNonNullElse(get("version"), ""));
        return versions;
    }

    /** Changes whenever Moodle or one of its plugins is upgraded. */
    public String versions() {
        return get("version") + " " + new TreeMap<>(pluginVersions);
    }

    /** The site's key for encrypted values in backups, base64; null if no backup has made one yet. */
    public String backupKey() {
        return backupKey;
    }

    /** Moodle's branch as a comparable number: 4.5 is 405, 5.1 is 501. */
    public int branch() {
        return SiteVersions.branchNumber(values.get("branch"), values.get("release"));
    }

    /** The build: {@code version} in Moodle's table {@code config}, such as 2025041406.11; 0 if it is not a number. */
    public BigDecimal build() {
        return SiteVersions.build(values.getOrDefault("version", "0"));
    }

    /**
     * Whether the build has a change that came to several branches, in each with a build of its own. A branch without
     * such a build has the change if it is newer than all those with one.
     *
     * @param numbers first builds with the change; their first eight digits identify the branch
     */
    public boolean builtSince(List<BigDecimal> numbers) {
        return build().compareTo(decisive(numbers)) >= 0;
    }

    /**
     * Whether the build still has something that was removed from several branches.
     *
     * @param numbers last builds with it, as in {@link #builtSince}
     */
    public boolean builtUntil(List<BigDecimal> numbers) {
        return build().compareTo(decisive(numbers)) <= 0;
    }

    private BigDecimal decisive(List<BigDecimal> numbers) {
        BigInteger branch = branchDate(build());
        return numbers.stream()
                .filter(number -> branchDate(number).equals(branch))
                .findFirst()
                .orElseGet(() -> Collections.max(numbers));
    }

    /** A build number is the date on which its branch began and two digits, which count the branch's releases. */
    private static BigInteger branchDate(BigDecimal build) {
        return build.toBigInteger().divide(BigInteger.valueOf(100));
    }

    /** Whether archives of this branch of Moodle have been compared with Moodle's own. */
    public boolean branchKnown() {
        return ComparedBuilds.of(branch(), build()) != ComparedBuilds.UNKNOWN;
    }

    /** {@code "4.5"} is 405, {@code "5.1"} is 501. */
    public static int branch(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("\\.");
        return Integer.parseInt(parts[0]) * 100 + (parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    }
}
