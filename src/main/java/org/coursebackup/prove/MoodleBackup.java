package org.coursebackup.prove;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
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
    private static final List<List<String>> MODEST =
            List.of(List.of("/usr/bin/nice", "-n", "19"), List.of("/usr/bin/ionice", "-c", "3"));

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
        Path script = folder.resolve("script.php");
        try (InputStream in = MoodleBackup.class.getResourceAsStream("/prove/backup.php")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = folder.resolve("output.log");
        List<String> command = new ArrayList<>();
        MODEST.stream()
                .filter(words -> Files.isExecutable(Path.of(words.get(0))))
                .forEach(command::addAll);
        // by standard input, since open_basedir may exclude our folder
        command.addAll(List.of(
                php,
                "-d",
                "max_input_vars=5000",
                "--",
                "--config=" + config.toAbsolutePath(),
                "--course=" + courseId,
                "--folder=" + folder.toAbsolutePath(),
                "--settings=" + words(settings)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(script.toFile())
                .start();
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                mayGoOn();
                if (System.nanoTime() > end) {
                    throw new ProofException("Moodle's own backup did not end within " + patience.toMinutes()
                            + " minutes (archive.fallback-minutes) and was stopped.");
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return archive(folder, log);
    }

    @Override
    public void mayGoOn() throws ProofException {
        if (giveWay.getAsBoolean()) {
            throw new ProofException("The comparison was given up, since a run begins or the program ends.");
        }
    }

    private static Path archive(Path folder, Path log) throws IOException, ProofException {
        List<String> lines;
        try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines = all.map(String::strip).filter(line -> !line.isEmpty()).toList();
        }
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
