package org.coursebackup.describe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * Runs {@code describe.php} with the site's PHP and code, at low priority, without a shell, for a limited time. The
 * script goes to PHP's standard input, so that {@code open_basedir} does not keep PHP from reading it.
 *
 * @param php the interpreter's path, or its name on the PATH
 * @param dirroot the folder with Moodle's {@code config.php}
 * @param patience how long it may take
 */
public record MoodlePhp(String php, Path dirroot, Duration patience) {
    private static final String SCRIPT = "/describe/describe.php";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final List<String> MODEST = List.of("/usr/bin/nice", "-n", "19");

    /** Exit codes of {@code nice} if it could not start the program (126) or did not find it (127). */
    private static final int CANNOT_START = 126;

    private static final int NOT_THERE = 127;

    /**
     * With the time limit that a large site may need.
     *
     * @throws IOException if it is not known where Moodle's code is
     */
    public static MoodlePhp of(String php, Optional<Path> dirroot) throws IOException {
        return new MoodlePhp(
                php,
                dirroot.orElseThrow(() -> new IOException("Set moodle.dirroot to the folder of Moodle's code,"
                        + " or use 'describe --script' and 'describe --from FILE'.")),
                PATIENCE);
    }

    /** The script, for running it where PHP is. */
    public static String script() throws IOException {
        try (InputStream in = MoodlePhp.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Returns what the script printed, line by line.
     *
     * @throws IOException if PHP can't be started or does not end in time; what it printed until then is lost
     */
    List<String> describe() throws IOException {
        Path folder = Files.createTempDirectory("course-backup-describe-");
        try {
            Path script = folder.resolve("describe.php");
            Files.writeString(script, script());
            return run(script, folder.resolve("lines"), folder.resolve("errors"));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private List<String> run(Path script, Path lines, Path errors) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of(MODEST.get(0)))) {
            command.addAll(MODEST);
        }
        command.addAll(List.of(php, "-d", "max_input_vars=5000", "--", dirroot.toString()));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(script.toFile())
                    .redirectOutput(lines.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException absent) {
            throw absent(absent.getMessage());
        }
        int code;
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("PHP did not end within " + patience.toMinutes()
                        + " minutes and was stopped. Run the script by hand ('describe --script').");
            }
            code = process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while PHP was describing the site; nothing was changed.", stopped);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> said = read(lines);
        if (said.isEmpty() && command.get(0).equals(MODEST.get(0)) && (code == CANNOT_START || code == NOT_THERE)) {
            throw absent(String.join(" ", read(errors)));
        }
        if (said.stream().noneMatch(line -> line.startsWith("{"))) {
            List<String> why = read(errors);
            why.addAll(said);
            throw new IOException("PHP said nothing about the site in " + dirroot + ", but: "
                    + why.stream()
                            .filter(line -> !line.isBlank())
                            .limit(3)
                            .reduce((one, other) -> one + " " + other)
                            .orElse("nothing at all")
                    + " Run it as the user of the web server, or run the script by hand ('describe --script').");
        }
        return said;
    }

    private IOException absent(String why) {
        return new IOException("PHP cannot be started as '" + php + "' (moodle.php): " + why.replaceFirst("\\.$", "")
                + ". Set moodle.php to the path of the site's PHP for the command line.");
    }

    private static List<String> read(Path file) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        return new ArrayList<>(text.lines().toList());
    }
}
