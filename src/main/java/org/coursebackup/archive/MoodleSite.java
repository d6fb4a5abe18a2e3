package org.coursebackup.archive;

import java.nio.file.Path;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot       the site's address exactly as in its configuration, without a slash at the end
 * @param prefix        of the table names, usually {@code mdl_}
 * @param dataroot      Moodle's data folder, the one with {@code filedir}
 * @param userPasswords whether the archives hold the users' password hashes ({@code includeuserpasswordsinbackup}, a setting
 *                      of config.php that the database doesn't know)
 */
public record MoodleSite(String wwwroot, String prefix, Path dataroot, boolean userPasswords) {

    /** A site whose archives hold no passwords, as Moodle's without a word about it in config.php. */
    public MoodleSite(String wwwroot, String prefix, Path dataroot) {
        this(wwwroot, prefix, dataroot, false);
    }
}
