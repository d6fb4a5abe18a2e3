package org.coursebackup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL, as zonky's library starts it. */
final class PostgresServer extends DatabaseServer {
    private final Path data;
    private EmbeddedPostgres server;

    PostgresServer(Path folder, int port) {
        super(port);
        data = folder.resolve("postgres-data");
    }

    @Override
    void start() throws Exception {
        closeQuietly();
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .start();
        awaitAnswer();
    }

    @Override
    ProcessHandle process() throws IOException {
        return running().orElseThrow(() -> new IllegalStateException("PostgreSQL is not running"));
    }

    /** Its first process, by the file that it leaves behind when it is killed. */
    private Optional<ProcessHandle> running() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).strip()))
                : Optional.empty();
    }

    @Override
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=postgres&password=postgres";
    }

    @Override
    String systemUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&password=postgres";
    }

    @Override
    String createDatabase() {
        return "create database " + DATABASE;
    }

    @Override
    String endSessions() {
        return "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + DATABASE + "'";
    }

    @Override
    void stop() throws Exception {
        ProcessHandle first = process();
        signal("INT", List.of(first)); // its fast shutdown
        first.onExit().get(60, TimeUnit.SECONDS);
    }

    /** One that was killed cannot be stopped once more; the lock on its folder goes all the same. */
    private void closeQuietly() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException | RuntimeException gone) {
                // as is to be expected
            }
            server = null;
        }
    }

    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> running = server == null ? Optional.empty() : running();
        if (running.isPresent()) {
            kill();
        }
        closeQuietly();
    }
}
