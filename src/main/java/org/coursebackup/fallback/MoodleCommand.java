package org.coursebackup.fallback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.coursebackup.php.PhpScript;
import org.coursebackup.settings.FallbackSettings;

/**
 * Moodle's own {@code admin/cli/backup.php}, at low priority, without a shell, for a limited time. Its exit code is
 * ignored: it is 0 even after several kinds of failure.
 *
 * @param php the interpreter's path, or its name on the PATH
 * @param script {@code backup.php}
 */
public record MoodleCommand(String php, Path script, Duration patience) {
    /** @param archive absent if none was made; {@code said} is then the last thing that Moodle printed */
    record Outcome(Optional<Path> archive, String said) {}

    /** @throws java.util.NoSuchElementException if the settings do not say where Moodle's code is */
    public static MoodleCommand of(FallbackSettings settings) {
        Path root = settings.dirroot().orElseThrow();
        Path script = root.resolve("admin/cli/backup.php");
        // since Moodle 5.1 what the web server serves has a folder of its own
        return new MoodleCommand(
                settings.php(),
                Files.exists(script) ? script : root.resolve("public/admin/cli/backup.php"),
                settings.patience());
    }

    /** @param folder an empty folder; the archive and Moodle's output go there */
    Outcome backUp(long courseId, Path folder) throws IOException {
        Path log = folder.resolve("output.log");
        List<String> command = PhpScript.modest(
                List.of(php, script.toString(), "--courseid=" + courseId, "--destination=" + folder.toAbsolutePath()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome(
                        Optional.empty(),
                        "it did not end within " + patience.toMinutes()
                                + " minutes (archive.fallback-minutes) and was stopped");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome(Optional.empty(), "it was interrupted");
        } finally {
            end(process);
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> archive =
                    files.filter(file -> file.toString().endsWith(".mbz")).findFirst();
            return new Outcome(archive, archive.isPresent() ? "" : lastWords(log));
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String lastWords(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            String last = lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((first, second) -> second)
                    .orElse("nothing");
            return "it said: " + last.substring(0, Math.min(300, last.length()));
        }
    }
}
