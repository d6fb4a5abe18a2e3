package org.coursebackup.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.php.PhpScript;
import org.coursebackup.settings.FallbackSettings;

/**
 * Moodle's own automated backup of one course, made by the site's PHP at low priority through a script of ours. What
 * the backup writes to Moodle's database is rolled back, and its archive never becomes a file in Moodle.
 *
 * @param php the interpreter's path, or its name on the PATH
 * @param config Moodle's {@code config.php}
 * @param giveWay whether PHP has to be ended now; asked every second
 */
public record MoodleBackup(String php, Path config, Duration patience, BooleanSupplier giveWay)
        implements CourseProof.Theirs {
    private static final String LAST_LINE = "MOODLE-COURSE-BACKUP ";

    /** @throws ProofException if the settings do not say where Moodle's code is */
    public static MoodleBackup of(FallbackSettings settings, BooleanSupplier giveWay) throws ProofException {
        Path root = settings.dirroot()
                .orElseThrow(() -> new ProofException(
                        "Moodle's own backup is needed for a proof, and nothing says where Moodle's code"
                                + " is. Set moodle.config, or moodle.dirroot, on the Moodle server."));
        return new MoodleBackup(settings.php(), root.resolve("config.php"), settings.patience(), giveWay);
    }

    /**
     * Makes the archive in the folder.
     *
     * @param folder an empty folder; Moodle's working files go there, too
     * @throws ProofException if Moodle makes none
     */
    @Override
    public Path make(long courseId, ArchiveSettings settings, Path folder)
            throws IOException, ProofException, InterruptedException {
        PhpScript script = new PhpScript(php, "/prove/backup.php", patience, giveWay);
        PhpScript.End end = script.run(
                folder,
                environment -> {},
                "--config=" + config.toAbsolutePath(),
                "--course=" + courseId,
                "--folder=" + folder.toAbsolutePath(),
                "--settings=" + words(settings));
        return switch (end) {
            case OWN -> archive(folder);
            case GAVE_WAY -> throw givenUp();
            case TOO_LATE ->
                throw new ProofException("Moodle's own backup did not end within " + patience.toMinutes()
                        + " minutes (archive.fallback-minutes) and was stopped.");
        };
    }

    @Override
    public void mayGoOn() throws ProofException {
        if (giveWay.getAsBoolean()) {
            throw givenUp();
        }
    }

    private static ProofException givenUp() {
        return new ProofException("The comparison was given up, since a run begins or the program ends.");
    }

    private static Path archive(Path folder) throws IOException, ProofException {
        List<String> lines = PhpScript.printed(folder);
        String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
        if (last.startsWith(LAST_LINE + "ARCHIVE ")) {
            return folder.resolve(last.substring((LAST_LINE + "ARCHIVE ").length()));
        }
        String said = last.replaceFirst("^" + LAST_LINE + "(?:FAILED )?", "");
        throw new ProofException(
                "Moodle's own backup made no archive; it said: " + said.substring(0, Math.min(500, said.length())));
    }

    private static String words(ArchiveSettings settings) {
        return Arrays.stream(BackupSetting.values())
                .map(setting -> setting.settingName() + ":" + (settings.on(setting) ? 1 : 0))
                .collect(Collectors.joining(","));
    }
}
