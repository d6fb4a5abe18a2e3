package org.coursebackup.archive.site;

import java.nio.file.Path;
import java.util.Map;

import org.coursebackup.moodle.TablePrefix;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot the site's address exactly as configured, without a trailing slash
 * @param dataroot Moodle's data folder
 * @param filedir the file pool, usually {@code filedir} in the data folder
 * @param forced settings that config.php overrides, as {@link org.coursebackup.moodle.SiteSettings#forcedName} names
 *     them
 */
public record MoodleSite(String wwwroot, TablePrefix tables, Path dataroot, Path filedir, Map<String, String> forced) {
    /** A site whose config.php sets only what every config.php sets. */
    public MoodleSite(String wwwroot, TablePrefix tables, Path dataroot) {
        this(wwwroot, tables, dataroot, dataroot.resolve("filedir"), Map.of());
    }

    /** Where pool files go that no row refers to any more. */
    public Path trashdir() {
        String own = forced.getOrDefault("trashdir", "");
        return own.isEmpty() ? dataroot.resolve("trashdir") : Path.of(own);
    }
}
