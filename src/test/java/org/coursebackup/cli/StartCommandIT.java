package org.coursebackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.demo.DemoFolder;
import org.coursebackup.manifest.ManifestFile;

import static org.assertj.core.api.Assertions.assertThat;

/** The main job as administrators start it: a process of its own, on the demo site. */
class StartCommandIT {
    @TempDir
    Path folder;

    private final List<String> printed = new ArrayList<>();
    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Timeout(180)
    void a_started_process_runs_by_cron_serves_the_page_and_ends_on_a_signal() throws Exception {
        DemoFolder demo = new DemoFolder(folder.resolve("demo"));
        demo.makeIfAbsent(Clock.systemUTC());
        int port = freePort();

        start(demo.embedded().properties(), port);
        try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(log, "begins (schedule)");
            awaitLine(log, " ended. ");
            awaitLine(log, "begins (schedule)");

            assertThat(get(port, "/").statusCode()).isEqualTo(200);
            assertThat(get(port, "/api/runs").body()).contains("\"schedule\"");

            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isIn(0, 130);
        try (var archives = Files.list(demo.backups())) {
            assertThat(archives.map(file -> file.getFileName().toString()).filter(name -> !name.equals(".run.lock")))
                    .isNotEmpty()
                    .allMatch(name -> name.endsWith(".mbz") || name.endsWith(".mbz" + ManifestFile.SUFFIX));
        }
        assertThat(unfinished(demo)).isZero();
    }

    /** As when a machine boots, and the disk or the database comes later. */
    @Test
    @Timeout(180)
    void a_start_before_the_target_is_mounted_waits_says_so_and_goes_on_by_itself() throws Exception {
        DemoFolder demo = new DemoFolder(folder.resolve("demo"));
        demo.makeIfAbsent(Clock.systemUTC());
        int port = freePort();
        Path later = folder.resolve("later");
        Map<String, String> settings = new HashMap<>(demo.embedded().properties());
        settings.put("backup.directory", later.toString());

        start(settings, port);
        try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(log, "backup.directory: there is no folder");
            HttpResponse<String> ready = get(port, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("backup.directory");
            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/").body()).contains("waiting", "backup.directory");

            Files.createDirectory(later);
            awaitLine(log, "begins (schedule)");
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private void start(Map<String, String> settings, int port) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schedule.cron", "* * * * * ?");
        all.put("report.port", String.valueOf(port));
        process = MainProcess.in(folder, all, List.of("start")).start();
        // a log that never ends would keep the test waiting, and no interrupt would end that
        process.onExit().orTimeout(150, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
    }

    private void awaitLine(BufferedReader log, String words) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            printed.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the process ended without saying '" + words + "':\n" + String.join("\n", printed));
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static long unfinished(DemoFolder demo) throws Exception {
        try (Connection site =
                        DriverManager.getConnection(demo.embedded().database().url());
                Statement statement = site.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from mdl_backup_courses where laststatus in ('2', '5')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
