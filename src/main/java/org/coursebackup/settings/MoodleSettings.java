package org.coursebackup.settings;

import java.util.Map;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.moodle.TablePrefix;

/**
 * The site whose courses are backed up: {@code moodle.*}.
 *
 * @param database Moodle's main database, the only one ever written to
 * @param content where course content is read from; the same database, unless there is a replica
 * @param forcedBackup settings of Moodle's plugin {@code backup} that its config.php overrides
 */
public record MoodleSettings(Database database, Database content, MoodleSite site, Map<String, String> forcedBackup) {
    static MoodleSettings of(Values values, Map<String, String> forced, Map<String, String> forcedBackup) {
        Database database = Keys.MOODLE_DB.database(values);
        Database replica = Keys.MOODLE_READ_DB.database(values);
        return new MoodleSettings(
                database,
                replica.url().isEmpty() ? database : replica,
                new MoodleSite(
                        values.get(Keys.MOODLE_WWWROOT),
                        new TablePrefix(values.get(Keys.MOODLE_PREFIX)),
                        values.path(Keys.MOODLE_DATAROOT),
                        values.find(Keys.MOODLE_FILEDIR).isPresent()
                                ? values.path(Keys.MOODLE_FILEDIR)
                                : values.path(Keys.MOODLE_DATAROOT).resolve("filedir"),
                        forced),
                forcedBackup);
    }
}
