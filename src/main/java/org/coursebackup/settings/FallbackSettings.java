package org.coursebackup.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Moodle's own backup for courses that ours cannot archive completely: {@code archive.fallback}, {@code moodle.php} and
 * {@code moodle.dirroot}.
 *
 * @param wanted whether Moodle's own backup is used
 * @param php the interpreter's path, or its name on the PATH
 * @param dirroot the folder of Moodle's code, by default that of its {@code config.php}; absent if neither is set
 * @param patience how long Moodle may take for one course
 */
public record FallbackSettings(boolean wanted, String php, Optional<Path> dirroot, Duration patience) {
    static FallbackSettings of(Values values) {
        Path folder = values.folder();
        return new FallbackSettings(
                values.get(Keys.FALLBACK),
                values.get(Keys.MOODLE_PHP),
                values.find(Keys.MOODLE_DIRROOT).map(folder::resolve).or(() -> values.find(Keys.MOODLE_CONFIG)
                        .map(config -> folder.resolve(config).toAbsolutePath().getParent())),
                values.get(Keys.FALLBACK_MINUTES));
    }
}
