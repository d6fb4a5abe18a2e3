package org.coursebackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.demo.DemoFolder;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process killed while the contents of a thin archive are on their way: under temporary names, or under their own.
 */
class KilledWhilePoolingIT {
    private static final String KILL = "the process is killed here";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "50-archive.camel.yaml, '- bean: {ref: archiver, method: write}', true",
        "53-pool.camel.yaml, '- bean: {ref: pool, method: place}', false"
    })
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_next_run_takes_away_what_has_no_name_and_uses_what_has_one(String file, String step, boolean temporary)
            throws Exception {
        DemoFolder demo = new DemoFolder(folder.resolve("demo"));
        demo.makeIfAbsent(Clock.systemUTC());
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> packaged = Files.list(Path.of("routes"))) {
            for (Path route : packaged.toList()) {
                Files.copy(route, routes.resolve(route.getFileName()));
            }
        }
        Path edited = routes.resolve(file);
        String original = Files.readString(edited);
        assertThat(original).containsOnlyOnce(step + "\n");
        Files.writeString(
                edited,
                original.replace(step + "\n", step + "\n" + """
                        - log: %s
                        - delay: {constant: "60000"}
                """.formatted(KILL).indent(0)));

        Process killed = run(demo, "--course", "2");
        try (BufferedReader log = killed.inputReader(StandardCharsets.UTF_8)) {
            await(log);
        } finally {
            killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        List<String> left = files(demo.backups().resolve("pool"));
        assertThat(left).isNotEmpty().allMatch(name -> name.startsWith(".part-") == temporary);
        assertThat(archives(demo)).isEmpty();
        Files.writeString(edited, original);

        Process next = run(demo, "--course", "2");
        List<String> said = new ArrayList<>();
        try (BufferedReader log = next.inputReader(StandardCharsets.UTF_8)) {
            log.lines().forEach(said::add);
        }
        assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(archives(demo)).as(() -> String.join("\n", said)).hasSize(1);
        assertThat(new VerifyArchive().verify(archives(demo).get(0)).findings()).isEmpty();
        assertThat(files(demo.backups().resolve("pool"))).noneMatch(name -> name.startsWith("."));
        assertThat(files(demo.backups())).noneMatch(name -> name.endsWith(".part"));
        if (!temporary) {
            assertThat(files(demo.backups().resolve("pool"))).containsExactlyElementsOf(left);
        }
    }

    private Process run(DemoFolder demo, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        demo.embedded().properties().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-Dlogback.configurationFile=logback.xml",
                "-Dstore.layout=shared-pool",
                "-Dhistory.db.url=jdbc:h2:file:" + folder.resolve("own/history"),
                "-Dhistory.db.user=sa",
                "-Dhistory.db.password=secret",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "run",
                "--force"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static void await(BufferedReader log) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.add(line);
            if (line.contains(KILL)) {
                return;
            }
        }
        throw new AssertionError("the process ended without being killed:\n" + String.join("\n", said));
    }

    private static List<Path> archives(DemoFolder demo) throws IOException {
        try (Stream<Path> files = Files.list(demo.backups())) {
            return files.filter(file -> file.toString().endsWith(".mbz.thin")).toList();
        }
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
