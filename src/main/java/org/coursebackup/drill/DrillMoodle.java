package org.coursebackup.drill;

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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

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
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final List<List<String>> MODEST =
            List.of(List.of("/usr/bin/nice", "-n", "19"), List.of("/usr/bin/ionice", "-c", "3"));

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
        Path script = folder.resolve("script.php");
        try (InputStream in = DrillMoodle.class.getResourceAsStream("/drill/restore.php")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = folder.resolve("output.log");
        run(command(archive, folder), script, log);
        return said(folder, log);
    }

    private List<String> command(Path archive, Path folder) {
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
                "--archive=" + archive.toAbsolutePath(),
                "--folder=" + folder.toAbsolutePath()));
        return command;
    }

    private void run(List<String> command, Path script, Path log)
            throws IOException, DrillException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(script.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DRILL_"));
        builder.environment().putAll(forbidden);
        Process process;
        try {
            process = builder.start();
        } catch (IOException absent) {
            throw DrillException.refused("PHP can't be started (drill.php): " + absent.getMessage());
        }
        Thread atTheEnd = new Thread(process::destroyForcibly, "end-of-drill");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                if (giveWay.getAsBoolean()) {
                    throw DrillException.refused("The drill was given up, since a run begins or the program ends.");
                }
                if (System.nanoTime() > end) {
                    throw DrillException.failed("Restoring it did not end within " + patience.toMinutes()
                            + " minutes (drill.minutes) and was stopped.");
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            // so that nothing is written any more where it is about to be deleted
            process.destroyForcibly().waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            forget(atTheEnd);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it has begun or will
        }
    }

    private static Restored said(Path folder, Path log) throws IOException, DrillException {
        List<String> lines;
        try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines = all.map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
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
