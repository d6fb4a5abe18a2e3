package org.coursebackup.archive;

import java.nio.file.Path;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot  the site's address exactly as in its configuration, without a slash at the end
 * @param prefix   of the table names, usually {@code mdl_}
 * @param dataroot Moodle's data folder, the one with {@code filedir}
 */
public record MoodleSite(String wwwroot, String prefix, Path dataroot) {
}
