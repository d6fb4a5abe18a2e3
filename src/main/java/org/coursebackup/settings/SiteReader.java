package org.coursebackup.settings;

import java.sql.SQLException;

import org.coursebackup.moodle.TablePrefix;

/** Asks a site for its own backup settings. */
@FunctionalInterface
public interface SiteReader {
    /** @throws SQLException if the database cannot be reached or is not Moodle's */
    SiteAnswers read(Database moodle, TablePrefix tables) throws SQLException;
}
