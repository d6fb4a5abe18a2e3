package org.coursebackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.coursebackup.demo.DemoFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs on the demo site with a history of their own: one is killed at a step of a route, the next goes on. */
final class KilledProgram {
    private static final String KILL = "the process is killed here";

    final DemoFolder demo;
    private final Path folder;
    private final Map<String, String> settings;

    /** @param settings as {@code -D} gives them, besides those for the site and the history */
    KilledProgram(Path folder, Map<String, String> settings) throws Exception {
        this.folder = folder;
        demo = new DemoFolder(folder.resolve("demo"));
        demo.makeIfAbsent(Clock.systemUTC());
        this.settings = new HashMap<>(demo.embedded().properties());
        this.settings.putAll(
                Map.of("history.db.url", history(), "history.db.user", "sa", "history.db.password", "secret"));
        this.settings.putAll(settings);
        Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> packaged = Files.list(Path.of("routes"))) {
            for (Path route : packaged.toList()) {
                Files.copy(route, route(route.getFileName().toString()));
            }
        }
    }

    /** A file of the routes that it has, which are the packaged ones. */
    Path route(String file) {
        return folder.resolve("routes").resolve(file);
    }

    /** Where its history is, for the user sa with the password secret. */
    String history() {
        return "jdbc:h2:file:" + folder.resolve("own/history");
    }

    /**
     * A run that is killed at once after a step; the route is left as it was.
     *
     * @param step its last line, without what is before it on that line
     */
    void killAfter(String file, String step, String... arguments) throws Exception {
        String original = Files.readString(route(file));
        assertThat(original).contains(step + "\n");
        Files.writeString(
                route(file),
                original.replace(step + "\n", step + "\n" + """
                        - log: %s
                        - delay: {constant: "60000"}
                """.formatted(KILL).indent(0)));
        Process killed = start(arguments);
        try (BufferedReader log = killed.inputReader(StandardCharsets.UTF_8)) {
            await(log);
        } finally {
            killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        Files.writeString(route(file), original);
    }

    /** A run to its end; returns what it printed. */
    String run(String... arguments) throws Exception {
        Process process = start(arguments);
        String said;
        try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            said = String.join("\n", log.lines().toList());
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("run", "--force"));
        all.addAll(List.of(arguments));
        return MainProcess.in(folder, settings, all).start();
    }

    private static void await(BufferedReader log) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.add(line);
            if (line.contains(KILL)) {
                return;
            }
        }
        throw new AssertionError("the process ended without saying '" + KILL + "':\n" + String.join("\n", said));
    }
}
