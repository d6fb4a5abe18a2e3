package org.coursebackup.php;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A script of ours that a site's PHP runs: at low priority, without a shell, for a limited time, and never longer than
 * this process lives unless that is killed.
 *
 * @param php the interpreter's path, or its name on the PATH
 * @param resource the script, a resource of this program
 * @param giveWay whether PHP has to be ended now; asked every second
 */
public record PhpScript(String php, String resource, Duration patience, BooleanSupplier giveWay) {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final List<List<String>> MODEST =
            List.of(List.of("/usr/bin/nice", "-n", "19"), List.of("/usr/bin/ionice", "-c", "3"));

    /** Why PHP is no longer running. */
    public enum End {
        /** By itself. */
        OWN,
        /** It was ended to give way. */
        GAVE_WAY,
        /** It was ended because it took too long. */
        TOO_LATE
    }

    /** The command at low priority, as far as this machine has the means. */
    public static List<String> modest(List<String> command) {
        List<String> modest = new ArrayList<>();
        MODEST.stream()
                .filter(words -> Files.isExecutable(Path.of(words.get(0))))
                .forEach(modest::addAll);
        modest.addAll(command);
        return modest;
    }

    /**
     * Runs it; afterwards nothing of it is running.
     *
     * @param folder takes the script and what it prints
     * @param environment changes what the script finds there
     * @throws PhpAbsentException if PHP can't be started
     */
    public End run(Path folder, Consumer<Map<String, String>> environment, String... arguments)
            throws IOException, InterruptedException {
        Path script = folder.resolve("script.php");
        try (InputStream in = PhpScript.class.getResourceAsStream(resource)) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        // by standard input, since open_basedir may exclude our folder
        List<String> command = new ArrayList<>(List.of(php, "-d", "max_input_vars=5000", "--"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(modest(command))
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .redirectInput(script.toFile());
        environment.accept(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException absent) {
            throw new PhpAbsentException(absent);
        }
        Thread atTheEnd = new Thread(process::destroyForcibly, "end of PHP");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            return await(process);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            // so that nothing is written any more where it is about to be deleted
            process.destroyForcibly().waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            forget(atTheEnd);
        }
    }

    private End await(Process process) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
            if (giveWay.getAsBoolean()) {
                return End.GAVE_WAY;
            }
            if (System.nanoTime() > end) {
                return End.TOO_LATE;
            }
        }
        return End.OWN;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it has begun or will
        }
    }

    /** What it printed, line by line without empty ones; bytes that are not UTF-8 are replaced. */
    public static List<String> printed(Path folder) throws IOException {
        try (Stream<String> all = Files.lines(log(folder), StandardCharsets.ISO_8859_1)) {
            return all.map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("output.log");
    }
}
