package org.coursebackup.archive.site;

import java.nio.file.Path;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot the site's address exactly as in its configuration, without a slash at the end
 * @param prefix of the table names, usually {@code mdl_}
 * @param dataroot Moodle's data folder, the one with {@code filedir}
 * @param userPasswords whether the archives hold the users' password hashes because config.php says so
 *     ({@code includeuserpasswordsinbackup}); a row of that name in the table config does the same
 */
public record MoodleSite(String wwwroot, String prefix, Path dataroot, boolean userPasswords) {

    /** A site whose archives hold no passwords, as Moodle's without a word about it in config.php. */
    public MoodleSite(String wwwroot, String prefix, Path dataroot) {
        this(wwwroot, prefix, dataroot, false);
    }
}
