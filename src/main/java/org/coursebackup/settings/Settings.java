package org.coursebackup.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.archive.site.MoodleSite;

/** The settings after every source was looked at, validated and without the value {@code moodle}. */
public final class Settings {
    private final Path folder;
    private final Map<String, String> values;

    Settings(Path folder, Map<String, String> values) {
        this.folder = folder;
        this.values = new TreeMap<>(values);
    }

    /** The folder that relative paths, {@code routes/} and {@code definitions/} are relative to. */
    public Path folder() {
        return folder;
    }

    /** The value of a key, empty if it has none. */
    public String text(String key) {
        return values.getOrDefault(key, "");
    }

    public int number(String key) {
        return Integer.parseInt(text(key));
    }

    public boolean on(String key) {
        return text(key).equals("true");
    }

    /** A path, relative ones seen from {@link #folder()}. */
    public Path path(String key) {
        return folder.resolve(text(key));
    }

    /** Moodle's own database, the only one ever written to. */
    public Database moodle() {
        return database("moodle.db");
    }

    /** Where course content is read from. */
    public Database content() {
        return text("moodle.read.db.url").isEmpty() ? moodle() : database("moodle.read.db");
    }

    /** The program's own history. */
    public Database history() {
        return database("history.db");
    }

    public MoodleSite site() {
        return new MoodleSite(text("moodle.wwwroot"), text("moodle.db.prefix"), path("moodle.dataroot"));
    }

    /** What goes into an archive. */
    public ArchiveSettings archive() {
        ArchiveSettings archive = ArchiveSettings.everything();
        for (Map.Entry<BackupSetting, String> include : Keys.INCLUDE.entrySet()) {
            archive = archive.with(include.getKey(), on(include.getValue()));
        }
        return archive;
    }

    public Path backupDirectory() {
        return path("backup.directory");
    }

    public int workers() {
        return number("backup.workers");
    }

    public String cron() {
        return text("schedule.cron");
    }

    public ZoneId zone() {
        return ZoneId.of(text("schedule.timezone"));
    }

    /** How long courses being worked on may go on when the program is stopped. */
    public Duration shutdownWait() {
        return Duration.ofSeconds(number("shutdown.wait-seconds"));
    }

    /** Every key with its value, for {@code {{placeholders}}} in route files. Passwords of databases are left out. */
    public Map<String, String> placeholders() {
        Map<String, String> placeholders = new TreeMap<>(values);
        placeholders.keySet().removeIf(key -> key.endsWith("db.password"));
        // left out of an endpoint by {{?...}} where there is none: an empty user would be sent as one
        placeholders
                .entrySet()
                .removeIf(entry -> entry.getKey().matches("mail\\.(user|password)")
                        && entry.getValue().isEmpty());
        placeholders.put(
                "backup.directory",
                backupDirectory().toAbsolutePath().normalize().toString());
        return placeholders;
    }

    private Database database(String prefix) {
        return new Database(text(prefix + ".url"), text(prefix + ".user"), text(prefix + ".password"));
    }
}
