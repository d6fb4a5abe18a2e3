package org.coursebackup.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodleconfig.MoodleConfig;
import org.coursebackup.moodleconfig.Unknown;

/**
 * What Moodle's {@code config.php} says about our keys. Nothing is executed; what can't be told without PHP is refused
 * with the reason.
 */
final class MoodleConfigFile {
    /** Names that are not settings in the table config. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "dbtype",
            "dblibrary",
            "dbhost",
            "dbname",
            "dbuser",
            "dbpass",
            "prefix",
            "dboptions",
            "wwwroot",
            "dataroot");

    private final MoodleConfig config;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final List<Problem> hints = new ArrayList<>();

    private MoodleConfigFile(MoodleConfig config) {
        this.config = config;
    }

    /** @throws IOException if the file can't be read */
    static MoodleConfigFile read(Path file, Map<String, String> environment) throws IOException {
        MoodleConfigFile read = new MoodleConfigFile(MoodleConfig.read(file, environment));
        read.database();
        read.take("moodle.db.user", "dbuser");
        read.take("moodle.db.password", "dbpass");
        read.prefix();
        read.take("moodle.wwwroot", "wwwroot");
        read.take("moodle.dataroot", "dataroot");
        read.pool();
        read.environment();
        return read;
    }

    /** Our keys that the file provides. */
    Map<String, String> settings() {
        return settings;
    }

    /** Keys that it would provide if PHP read it, with the reason why it does not here. */
    Map<String, String> refused() {
        return refused;
    }

    /** What an administrator should know about how the file was read. */
    List<Problem> hints() {
        return hints;
    }

    /**
     * Values for the tables config and config_plugins that the file overrides, as {@link SiteSettings#forcedName} names
     * them.
     */
    Map<String, String> forced() {
        Map<String, String> forced = new LinkedHashMap<>();
        config.values().forEach((name, value) -> {
            if (!NO_SETTINGS.contains(name) && MoodleConfig.text(value) instanceof String text) {
                forced.put(name, text);
            }
        });
        if (config.value("forced_plugin_settings") instanceof Map<?, ?> plugins) {
            plugins.forEach((plugin, settings) -> {
                if (settings instanceof Map<?, ?> values) {
                    values.forEach((name, value) -> {
                        if (MoodleConfig.text(value) instanceof String text) {
                            forced.put(SiteSettings.forcedName(String.valueOf(plugin), String.valueOf(name)), text);
                        }
                    });
                }
            });
        }
        return forced;
    }

    /** Values for the plugin {@code backup} that the file overrides. */
    Map<String, String> forcedBackup() {
        Map<String, String> forced = new LinkedHashMap<>();
        if (config.value("forced_plugin_settings") instanceof Map<?, ?> plugins
                && plugins.get("backup") instanceof Map<?, ?> backup) {
            backup.forEach((name, value) -> {
                if (MoodleConfig.text(value) instanceof String text) {
                    forced.put(String.valueOf(name), text);
                } else {
                    hint("$CFG->forced_plugin_settings['backup']['" + name + "'] " + why(value)
                            + "; where a key is 'moodle', the" + " value in the database counts instead");
                }
            });
        } else if (config.isSet("forced_plugin_settings")
                && config.value("forced_plugin_settings") instanceof Unknown unknown) {
            hint("$CFG->forced_plugin_settings " + unknown.why()
                    + "; where a key is 'moodle', the value in the database counts instead");
        }
        return forced;
    }

    private static String why(Object value) {
        return value instanceof Unknown unknown ? unknown.why() : "is no text";
    }

    private void take(String key, String name) {
        Object value = config.text(name);
        if (value instanceof Unknown unknown) {
            refuse(key, "$CFG->" + name + " " + unknown.why());
        } else if (config.isSet(name)) {
            settings.put(key, (String) value);
        }
    }

    private void refuse(String key, String why) {
        refused.putIfAbsent(key, why);
    }

    private void hint(String message) {
        hints.add(new Problem("moodle.config", message + "."));
    }

    private void prefix() {
        take("moodle.db.prefix", "prefix");
        // PostgreSQL turns unquoted names, such as Moodle's, into lower case
        if ("pgsql".equals(config.value("dbtype"))) {
            settings.computeIfPresent("moodle.db.prefix", (key, prefix) -> prefix.toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void database() {
        for (String name : List.of("dbtype", "dbhost", "dbname")) {
            if (config.value(name) instanceof Unknown unknown) {
                refuse("moodle.db.url", "$CFG->" + name + " " + unknown.why());
            }
        }
        if (config.isSet("dboptions") && config.value("dboptions") instanceof Unknown unknown) {
            refuse("moodle.db.url", "$CFG->dboptions " + unknown.why());
        }
        if (refused.containsKey("moodle.db.url") || !config.isSet("dbtype") || !config.isSet("dbname")) {
            return;
        }
        Map<?, ?> options = config.value("dboptions") instanceof Map<?, ?> known ? known : Map.of();
        DatabaseAddress address = new DatabaseAddress((String) config.text("dbtype"), options);
        DatabaseAddress.Answer answer = address.of(config.text("dbhost"), options.get("dbport"), config.text("dbname"));
        if (answer.url() == null) {
            refuse("moodle.db.url", answer.remark());
            return;
        }
        settings.put("moodle.db.url", answer.url());
        if (answer.remark() != null) {
            hint(answer.remark());
        }
        replica(address, options);
    }

    /** Moodle itself picks any of several replicas; the first will do. */
    private void replica(DatabaseAddress address, Map<?, ?> options) {
        if (!(options.get("readonly") instanceof Map<?, ?> readonly)) {
            if (options.get("readonly") instanceof Unknown unknown) {
                hint("$CFG->dboptions['readonly'] " + unknown.why()
                        + "; course content is read from the main database unless" + " moodle.read.db.url is set");
            }
            return;
        }
        Object instance = readonly.get("instance");
        if (instance instanceof Map<?, ?> several && several.containsKey("0")) {
            instance = several.get("0");
        }
        Map<?, ?> one = instance instanceof Map<?, ?> known
                ? known
                : instance instanceof String host ? Map.of("dbhost", host) : Map.of();
        Object host = one.containsKey("dbhost") ? MoodleConfig.text(one.get("dbhost")) : instance;
        Object port = one.containsKey("dbport") ? one.get("dbport") : options.get("dbport");
        DatabaseAddress.Answer answer = address.of(host, port, config.text("dbname"));
        Object user = one.containsKey("dbuser") ? MoodleConfig.text(one.get("dbuser")) : config.text("dbuser");
        Object password = one.containsKey("dbpass") ? MoodleConfig.text(one.get("dbpass")) : config.text("dbpass");
        if (answer.url() != null && user instanceof String name && password instanceof String secret) {
            settings.put("moodle.read.db.url", answer.url());
            settings.put("moodle.read.db.user", name);
            settings.put("moodle.read.db.password", secret);
            return;
        }
        hint("the readonly instance in $CFG->dboptions is not used, since "
                + (answer.url() == null
                        ? answer.remark()
                        : "its user or password " + why(user instanceof String ? password : user))
                + "; course content is read from the main database unless moodle.read.db.url is set");
    }

    private void pool() {
        if (config.isSet("filedir")) {
            take("moodle.filedir", "filedir");
        } else if (config.value("filedir") instanceof Unknown unknown) {
            hint("$CFG->filedir " + unknown.why()
                    + "; the pool is taken to be filedir in the data folder unless moodle.filedir is set");
        }
        if (config.isSet("alternative_file_system_class") && !"".equals(config.text("alternative_file_system_class"))) {
            Object name = config.text("alternative_file_system_class");
            hint("$CFG->alternative_file_system_class "
                    + (name instanceof Unknown unknown ? unknown.why() : "is " + name)
                    + ": files may lie outside the pool's folder. This program reads that folder only; a course"
                    + " with a file that is not"
                    + " there gets status 4, and the file is named");
        }
    }

    private void environment() {
        config.notSet()
                .forEach((name, place) -> hint("the environment variable " + name + ", which " + place
                        + " asks for, is not set for this program, so what the file says for that case counts."
                        + " If the web server has it, set it here"
                        + " as well, or give the moodle.* keys"));
    }
}
