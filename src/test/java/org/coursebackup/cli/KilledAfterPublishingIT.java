package org.coursebackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
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
import org.coursebackup.manifest.ManifestFile;

import static org.assertj.core.api.Assertions.assertThat;

/** A process killed at the worst moments: its archive has its final name, and not everybody knows. */
class KilledAfterPublishingIT {
    private static final String KILL = "the process is killed here";
    /** In the text of a course's last step before the moment. */
    private static final String PUBLISHED =
            "method: \"published(${variable.work.part}, ${variable.work.fileName})\"}\n";

    private static final String RECORDED = "- bean: {ref: outcome, method: published}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"65-publish.camel.yaml, before the history knows", "70-status.camel.yaml, before Moodle knows"})
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_next_run_accounts_for_the_archive_and_does_not_make_it_again(String file, String moment) throws Exception {
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
        String step = file.startsWith("65") ? PUBLISHED : RECORDED;
        assertThat(original).contains(step);
        Files.writeString(
                edited, original.replace(step, step + """
                        - log: %s
                        - delay: {constant: "60000"}
                """.formatted(KILL).indent(0)));

        Process killed = run(demo, "--course", "2");
        try (BufferedReader log = killed.inputReader(StandardCharsets.UTF_8)) {
            await(log, KILL);
        } finally {
            killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        List<String> archives = archives(demo);
        assertThat(archives).as("the archive was published").hasSize(1);
        Files.writeString(edited, original);

        Process next = run(demo);
        List<String> said = new ArrayList<>();
        try (BufferedReader log = next.inputReader(StandardCharsets.UTF_8)) {
            log.lines().forEach(said::add);
        }
        assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(archives(demo)).as(() -> String.join("\n", said)).isEqualTo(archives);
        assertThat(one(
                        demo.embedded().database().url(),
                        "select laststatus from mdl_backup_courses where courseid = 2"))
                .isEqualTo("1");
        assertThat(one(
                        history(),
                        "select count(*) from archive a join outcome o on o.run_id = a.run_id and o.course_id ="
                                + " a.course_id where a.course_id = 2 and o.result = 'OK'"))
                .isEqualTo("1");
        assertThat(one(history(), "select count(*) from announced_archive")).isEqualTo("0");
    }

    private Process run(DemoFolder demo, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        demo.embedded().properties().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                // tests are quieter otherwise
                "-Dlogback.configurationFile=logback.xml",
                "-Dhistory.db.url=" + history(),
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

    private String history() {
        return "jdbc:h2:file:" + folder.resolve("own/history");
    }

    private static void await(BufferedReader log, String words) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the process ended without saying '" + words + "':\n" + String.join("\n", said));
    }

    /** Of the course; the others are done meanwhile. */
    private static List<String> archives(DemoFolder demo) throws IOException {
        try (Stream<Path> files = Files.list(demo.backups())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("backup-moodle2-course-2-") && !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static String one(String url, String sql) throws Exception {
        try (Connection connection = url.contains("/own/")
                        ? DriverManager.getConnection(url, "sa", "secret")
                        : DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
