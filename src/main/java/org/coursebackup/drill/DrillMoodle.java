package org.coursebackup.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

import org.coursebackup.php.PhpAbsentException;
import org.coursebackup.php.PhpScript;
import org.coursebackup.settings.DrillSettings;

/**
 * A Moodle that restores archives by a script of ours, at low priority, in one transaction that is rolled back.
 *
 * @param php the interpreter's path, or its name on the PATH
 * @param config that Moodle's {@code config.php}
 * @param forbidden what tells the live site, for the script's environment
 * @param giveWay whether PHP has to be ended now; asked every second
 */
record DrillMoodle(String php, Path config, Map<String, String> forbidden, Duration patience, BooleanSupplier giveWay) {
    private static final String LINE = "MOODLE-COURSE-BACKUP ";
    private static final int LONGEST = 1000;

    /**
     * @param backup Moodle's own backup of what it restored, without contents of files
     * @param users how many users restoring made; empty on the site that the archive is from
     * @param notes what Moodle remarked
     */
    record Restored(Path backup, OptionalLong users, List<String> notes) {}

    /** @throws DrillException if the settings do not name a Moodle that may be used */
    static DrillMoodle of(DrillSettings settings, Map<String, String> forbidden, BooleanSupplier giveWay)
            throws DrillException {
        Path root = settings.dirroot()
                .orElseThrow(() -> DrillException.refused("drill.dirroot does not say where a second Moodle is."));
        return new DrillMoodle(
                settings.php(),
                root.resolve("config.php"),
                settings.live() ? Map.of("DRILL_LIVE", "yes") : forbidden,
                settings.patience(),
                giveWay);
    }

    /**
     * Restores an archive; nothing of it remains in that Moodle.
     *
     * @param folder an empty folder; Moodle's working files and the contents of files go there
     * @throws DrillException if it can't be restored, or was not tried
     */
    Restored restore(Path archive, Path folder) throws IOException, DrillException, InterruptedException {
        PhpScript script = new PhpScript(php, "/drill/restore.php", patience, giveWay);
        PhpScript.End end;
        try {
            end = script.run(
                    folder,
                    this::tellTheLiveSite,
                    "--config=" + config.toAbsolutePath(),
                    "--archive=" + archive.toAbsolutePath(),
                    "--folder=" + folder.toAbsolutePath());
        } catch (PhpAbsentException absent) {
            throw DrillException.refused("PHP can't be started (drill.php): " + absent.getMessage());
        }
        return switch (end) {
            case OWN -> said(folder);
            case GAVE_WAY ->
                throw DrillException.refused("The drill was given up, since a run begins or the program ends.");
            case TOO_LATE ->
                throw DrillException.failed("Restoring it did not end within " + patience.toMinutes()
                        + " minutes (drill.minutes) and was stopped.");
        };
    }

    private void tellTheLiveSite(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("DRILL_"));
        environment.putAll(forbidden);
    }

    private static Restored said(Path folder) throws IOException, DrillException {
        List<String> lines = PhpScript.printed(folder);
        String last = words(lines, "RESTORED").stream().findFirst().orElse("");
        if (!last.isEmpty()) {
            return new Restored(
                    folder.resolve(Path.of(last).getFileName()),
                    words(lines, "USERS").stream().mapToLong(Long::parseLong).findFirst(),
                    words(lines, "NOTE"));
        }
        for (String refused : words(lines, "REFUSED")) {
            throw DrillException.refused("The Moodle at drill.dirroot was not used: " + cut(refused) + ".");
        }
        for (String failed : words(lines, "FAILED")) {
            throw DrillException.failed("Moodle could not restore it; it said: " + cut(failed));
        }
        // PHP itself failed: whose fault that is nobody knows, unless it had begun
        String end = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
        throw words(lines, "RESTORING").isEmpty()
                ? DrillException.refused("The Moodle at drill.dirroot could not be used; PHP said: " + cut(end))
                : DrillException.failed("Moodle could not restore it; PHP said: " + cut(end));
    }

    private static List<String> words(List<String> lines, String word) {
        String start = LINE + word + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> cut(line.substring(start.length())))
                .toList();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
