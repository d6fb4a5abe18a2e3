package org.coursebackup.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restoring archives with a second Moodle to see that they can be: {@code drill.*}.
 *
 * @param every how often a few are restored by themselves; zero for never
 * @param sample how many courses each time
 * @param php the interpreter's path, or its name on the PATH
 * @param dirroot the folder of that Moodle's code
 * @param live whether it may be the live site
 * @param patience how long one course may take
 */
public record DrillSettings(
        Duration every, int sample, String php, Optional<Path> dirroot, boolean live, Duration patience) {
    static DrillSettings of(Values values) {
        return new DrillSettings(
                values.get(Keys.DRILL_EVERY),
                values.get(Keys.DRILL_SAMPLE),
                values.get(Keys.DRILL_PHP),
                values.find(Keys.DRILL_DIRROOT).map(values.folder()::resolve),
                values.get(Keys.DRILL_LIVE),
                values.get(Keys.DRILL_MINUTES));
    }

    /** Whether drills are made by themselves. */
    public boolean wanted() {
        return !every.isZero();
    }

    /** What keeps every drill from being made, as far as it can be told without PHP. */
    public Optional<Problem> obstacle(MoodleSettings site) {
        if (dirroot.isEmpty()) {
            return problem("a restore drill needs a second, empty Moodle. Set it to the folder with its config.php.");
        }
        Path config = dirroot.get().resolve("config.php");
        if (!Files.isReadable(config)) {
            return problem("there is no readable " + config + ", so no archive can be restored there.");
        }
        try {
            List<String> same = live ? List.of() : shared(config, site);
            return same.isEmpty()
                    ? Optional.empty()
                    : problem("that Moodle has the same " + String.join(", ", same) + " as the site, so it is the live"
                            + " site or a part of it. Set up a second, empty Moodle, or set drill.live=true.");
        } catch (IOException unreadable) {
            return problem(config + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    private static Optional<Problem> problem(String message) {
        return Optional.of(new Problem("drill.dirroot", message));
    }

    /** What both sites have; what only PHP would know is left to PHP. */
    private static List<String> shared(Path config, MoodleSettings site) throws IOException {
        Map<String, String> other =
                MoodleConfigFile.read(config, System.getenv()).settings();
        List<String> same = new ArrayList<>();
        if (place(site.database().url()).equals(place(other.getOrDefault("moodle.db.url", "")))
                && site.site().tables().prefix().equals(other.getOrDefault("moodle.db.prefix", ""))) {
            same.add("database");
        }
        if (site.site()
                .wwwroot()
                .equals(other.getOrDefault("moodle.wwwroot", "").replaceFirst("/+$", ""))) {
            same.add("wwwroot");
        }
        Path dataroot = Path.of(other.getOrDefault("moodle.dataroot", ""));
        if (Files.isDirectory(dataroot)
                && Files.isDirectory(site.site().dataroot())
                && !dataroot.toString().isEmpty()
                && Files.isSameFile(dataroot, site.site().dataroot())) {
            same.add("dataroot");
        }
        return same;
    }

    /** Host, port and name of a database, by whichever driver. */
    private static String place(String url) {
        try {
            URI address = URI.create(url.replaceFirst("^jdbc:", "")
                    .replaceFirst("[?;].*", "")
                    .replaceFirst("^(mariadb|mysql):", "mysql:"));
            if (address.getHost() == null) {
                return url;
            }
            String host = address.getHost().replaceFirst("^localhost$", "127.0.0.1");
            int usual = "postgresql".equals(address.getScheme()) ? 5432 : 3306;
            return host + ":" + (address.getPort() < 0 ? usual : address.getPort()) + address.getPath();
        } catch (IllegalArgumentException odd) {
            return url;
        }
    }
}
