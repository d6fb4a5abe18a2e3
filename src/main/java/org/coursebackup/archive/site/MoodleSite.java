package org.coursebackup.archive.site;

import java.nio.file.Path;
import java.util.Map;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot the site's address exactly as in its configuration, without a slash at the end
 * @param prefix of the table names, usually {@code mdl_}
 * @param dataroot Moodle's data folder
 * @param filedir the file pool, usually {@code filedir} in the data folder
 * @param forced values of the table {@code config} that config.php overrides
 */
public record MoodleSite(String wwwroot, String prefix, Path dataroot, Path filedir, Map<String, String> forced) {
    /** A site whose config.php says nothing but what every one says. */
    public MoodleSite(String wwwroot, String prefix, Path dataroot) {
        this(wwwroot, prefix, dataroot, dataroot.resolve("filedir"), Map.of());
    }

    /** Where contents go that no row names any more. */
    public Path trashdir() {
        String own = forced.getOrDefault("trashdir", "");
        return own.isEmpty() ? dataroot.resolve("trashdir") : Path.of(own);
    }
}
