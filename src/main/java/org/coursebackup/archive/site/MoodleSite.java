package org.coursebackup.archive.site;

import java.nio.file.Path;
import java.util.Map;

/**
 * The Moodle site whose courses are archived.
 *
 * @param wwwroot the site's address exactly as configured, without a trailing slash
 * @param prefix of the table names, usually {@code mdl_}
 * @param dataroot Moodle's data folder
 * @param filedir the file pool, usually {@code filedir} in the data folder
 * @param forced values of the table {@code config} as overridden in config.php
 */
public record MoodleSite(String wwwroot, String prefix, Path dataroot, Path filedir, Map<String, String> forced) {
    /** A site whose config.php sets only what every config.php sets. */
    public MoodleSite(String wwwroot, String prefix, Path dataroot) {
        this(wwwroot, prefix, dataroot, dataroot.resolve("filedir"), Map.of());
    }

    /** Where pool files go that no row refers to any more. */
    public Path trashdir() {
        String own = forced.getOrDefault("trashdir", "");
        return own.isEmpty() ? dataroot.resolve("trashdir") : Path.of(own);
    }
}
