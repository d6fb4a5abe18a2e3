package org.coursebackup.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;

/**
 * The site as it was when 'describe' asked its code: versions, which plugins do not come with Moodle, and digests of
 * the settings that their code read. What has changed since may have changed what the code puts into an archive.
 *
 * @param versions by component, Moodle's own under {@code moodle}
 * @param added plugins that do not come with Moodle
 * @param salt what the digests were made with; null if there is no such record
 */
public record DescribedSite(Map<String, String> versions, Set<String> added, String salt, List<Setting> settings) {
    /** Name of the file, next to {@link DefinitionFiles#VERSIONS}, with all but the versions. */
    public static final String FILE = "site.txt";

    /** Stands for all settings of a plugin. */
    private static final String ALL = "*";

    private static final int DIGEST_DIGITS = 16;

    /** Settings that change by themselves; code that reads all settings of a plugin does not mean them. */
    private static final Pattern MOVING =
            Pattern.compile("^last|last$|time|cron|sync|count|stamp|rev$|^upgrade|^version$", Pattern.CASE_INSENSITIVE);

    /**
     * A setting that a component's code read.
     *
     * @param plugin whose setting; {@code core} for Moodle's own
     * @param name {@code *} for all settings of the plugin
     * @param digest of the value in force
     * @param forced whether config.php forced the value
     */
    public record Setting(String component, String plugin, String name, String digest, boolean forced) {
        boolean changed(SiteSettings site, String salt) {
            if (name.equals(ALL)) {
                StringBuilder text = new StringBuilder();
                site.stored(plugin).forEach((each, value) -> {
                    if (!MOVING.matcher(each).find()) {
                        text.append(each)
                                .append('=')
                                .append(value == null ? "" : value)
                                .append('\n');
                    }
                });
                return !digest.equals(sign(text.toString(), salt));
            }
            if (forced && !site.forces(plugin, name)) {
                return false; // only PHP knows what config.php says
            }
            String value = site.value(plugin, name);
            return !digest.equals(sign(value == null ? "-" : "=" + value, salt));
        }

        String words() {
            return name.equals(ALL)
                    ? "settings of " + plugin + " were changed"
                    : "the setting " + SiteSettings.forcedName(plugin, name) + " was changed";
        }
    }

    /**
     * Reads what 'describe' left in the folder of generated definitions; empty if it never ran.
     *
     * @throws IOException if the files are there but can't be read
     */
    public static DescribedSite read(Path folder) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (String line : lines(folder, DefinitionFiles.VERSIONS)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                versions.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        Set<String> added = new TreeSet<>();
        List<Setting> settings = new ArrayList<>();
        String salt = null;
        for (String line : lines(folder, FILE)) {
            String[] words = line.split(" ", 6);
            switch (words[0]) {
                case "salt" -> salt = words[1];
                case "added" -> added.add(words[1]);
                case "setting" ->
                    settings.add(new Setting(words[1], words[4], words[5], words[2], words[3].equals("forced")));
                default -> {
                    // of a later version of the program
                }
            }
        }
        return new DescribedSite(versions, added, salt, settings);
    }

    private static List<String> lines(Path folder, String name) throws IOException {
        Path file = folder == null ? null : folder.resolve(name);
        return file != null && Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    }

    /** What {@link #read} reads, but for the versions. */
    public String text() {
        StringBuilder text = new StringBuilder("salt " + salt + "\n");
        added.forEach(component -> text.append("added ").append(component).append('\n'));
        settings.forEach(setting -> text.append(String.join(
                        " ",
                        "setting",
                        setting.component,
                        setting.digest,
                        setting.forced ? "forced" : "stored",
                        setting.plugin,
                        setting.name))
                .append('\n'));
        return text.toString();
    }

    /** Whether 'describe' ran, but one of an earlier version of the program, which kept no record of settings. */
    public boolean withoutRecord() {
        return salt == null && !versions.isEmpty();
    }

    /** The plugins whose settings have to be looked at, {@code core} among them if Moodle's own have. */
    public Set<String> plugins() {
        Set<String> plugins = new TreeSet<>();
        settings.forEach(setting -> plugins.add(setting.plugin));
        return plugins;
    }

    /** Settings with another value than when the code read them, in words. */
    public Set<String> changedSettings(SiteSettings site) {
        Set<String> changed = new TreeSet<>();
        settings.stream()
                .filter(setting -> setting.changed(site, salt))
                .forEach(setting -> changed.add(setting.words()));
        return changed;
    }

    /**
     * Plugins that may put something else into archives than was described, each with the reason. Those that come with
     * Moodle are not among them: their builds are known or have to be proven.
     *
     * @param now the site's versions by plugin
     */
    Map<String, List<String>> outdated(Map<String, String> now, SiteSettings site) {
        Map<String, List<String>> outdated = new TreeMap<>();
        if (salt == null) {
            return outdated;
        }
        now.forEach((plugin, version) -> {
            String before = versions.get(plugin);
            if (before == null) {
                because(outdated, plugin, "it was not there, or not asked, when the site was described");
            } else if (added.contains(plugin) && !before.isEmpty() && !SiteVersions.same(before, version)) {
                because(outdated, plugin, "version " + before + " was described, and the site has " + version);
            }
        });
        settings.stream()
                .filter(setting -> now.containsKey(setting.component) && setting.changed(site, salt))
                .forEach(setting ->
                        because(outdated, setting.component, setting.words() + " since the site was described"));
        return outdated;
    }

    private static void because(Map<String, List<String>> outdated, String component, String reason) {
        outdated.computeIfAbsent(component, c -> new ArrayList<>()).add(reason);
    }

    /** As {@code describe.php} makes it. */
    static String sign(String text, String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
