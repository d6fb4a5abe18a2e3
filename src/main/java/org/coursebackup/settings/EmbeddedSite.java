package org.coursebackup.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.archive.site.MoodleSite;

/**
 * A site that the program brings along, with all that it needs to back it up.
 *
 * @param backups where its archives go
 */
public record EmbeddedSite(Database database, MoodleSite site, Path backups, Database history) {
    /**
     * The settings that lead there, to be given as {@code -D} does, so that they win over whatever is configured. Those
     * that would lead to a real site are empty.
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String key :
                List.of(Keys.MOODLE_CONFIG.name(), Keys.MOODLE_READ_DB.url().name())) {
            properties.put(key, "");
        }
        put(properties, Keys.MOODLE_DB, database);
        put(properties, Keys.HISTORY_DB, history);
        properties.put(Keys.MOODLE_PREFIX.name(), site.tables().prefix());
        properties.put(Keys.MOODLE_WWWROOT.name(), site.wwwroot());
        properties.put(Keys.MOODLE_DATAROOT.name(), site.dataroot().toString());
        properties.put(Keys.BACKUP_DIRECTORY.name(), backups.toString());
        return properties;
    }

    private static void put(Map<String, String> properties, DatabaseKeys keys, Database database) {
        properties.put(keys.url().name(), database.url());
        properties.put(keys.user().name(), database.user());
        properties.put(keys.password().name(), database.password());
    }
}
