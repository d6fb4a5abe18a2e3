package org.coursebackup.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.h2.tools.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import org.coursebackup.settings.Database;
import org.coursebackup.testsupport.CourseRecords;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedHistoryTest {
    @TempDir
    Path folder;

    @Test
    void nobody_without_the_key_gets_in_by_the_port_of_its_server_mode() throws Exception {
        Path base = folder.resolve("data/history");
        try (Connection open = history(base).getConnection()) {
            assertThat(open.isValid(1)).isTrue();
            String address = server(base);

            assertThatThrownBy(() -> DriverManager.getConnection(address, "", ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Wrong user name or password");

            try (Connection owner =
                    DriverManager.getConnection(address, "", Files.readString(base("data/history.key")))) {
                assertThat(owner.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void a_pool_that_is_closed_waits_for_a_connection_being_opened_instead_of_warning_at_once() throws Exception {
        assertThat(history(folder.resolve("data/history")).getLoginTimeout()).isPositive();
    }

    @Test
    @Timeout(60)
    void another_process_that_is_just_opening_or_closing_it_is_waited_for() throws Exception {
        Path base = folder.resolve("data/history");
        history(base).getConnection().close();
        Path tried = base("data/history.lock.db");
        CompletableFuture<Connection> opening;
        // as long as it has the file without being a server yet
        try (FileChannel other = FileChannel.open(base("data/history.mv.db"), StandardOpenOption.WRITE);
                FileLock taken = other.lock()) {
            opening = CompletableFuture.supplyAsync(() -> {
                try {
                    return history(base).getConnection();
                } catch (SQLException refused) {
                    throw new CompletionException(refused);
                }
            });
            Until.holds("it is tried", () -> Files.exists(tried));
            Until.holds("it is refused", () -> !Files.exists(tried) || opening.isDone());
            assertThat(taken.isValid()).isTrue();
        }

        try (Connection opened = opening.get(30, TimeUnit.SECONDS)) {
            assertThat(opened.isValid(1)).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void its_file_gets_small_again_between_runs_although_the_pool_is_never_closed() throws Exception {
        Path file = base("data/history.mv.db");
        HikariConfig config = new HikariConfig();
        config.setDataSource(history(folder.resolve("data/history")));
        config.setMinimumIdle(0);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            History history = new History(pool);
            long run = history.begin("command", "a test", Instant.ofEpochSecond(1_000));
            while (Files.size(file) < 8 << 20) {
                for (long course = 1; course <= 50; course++) {
                    CourseRecords.record(history, run, course, Result.OK, null, Instant.ofEpochSecond(2_000));
                }
            }

            history.compact();

            Until.holds("the file is small", () -> Files.size(file) < 2 << 20);
            history.end(run, "finished", null, 50, Instant.ofEpochSecond(3_000));
            assertThat(new HistoryReader(pool).run(run).orElseThrow().totals().ok())
                    .isEqualTo(50);
        }
    }

    @Test
    void a_history_with_an_empty_password_is_taken_over() throws Exception {
        Path base = folder.resolve("old");
        OldHistory.make(plain(base));

        OldHistory.isReadAndGoesOn(history(base));

        assertThatThrownBy(() -> plain(base).getConnection()).hasMessageContaining("Wrong user name or password");
    }

    @Test
    @Timeout(60)
    void while_an_earlier_version_has_it_open_its_password_stays() throws Exception {
        Path base = folder.resolve("upgraded");
        OldHistory.make(plain(base));
        Process earlier = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(Shell.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Shell.class.getName(),
                        "-url",
                        address(base),
                        "-user",
                        "",
                        "-password",
                        "")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = earlier.inputReader(StandardCharsets.UTF_8)) {
            earlier.outputWriter().write("select 'it is open';\n");
            earlier.outputWriter().flush();
            awaitLine(said, "(1 row");

            OldHistory.isReadAndGoesOn(history(base));

            earlier.outputWriter().close();
            assertThat(earlier.waitFor(30, TimeUnit.SECONDS)).isTrue();
            try (Connection unchanged = plain(base).getConnection()) {
                assertThat(unchanged.isValid(1)).isTrue();
            }
        } finally {
            earlier.destroyForcibly();
        }
    }

    @Test
    void a_key_of_another_history_is_refused_with_what_to_do() throws Exception {
        Path base = folder.resolve("history");
        history(base).getConnection().close();
        Files.writeString(base("history.key"), "another");

        assertThatThrownBy(() -> history(base).getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("history.key does not open it")
                .hasMessageContaining("Put back the key file");
    }

    @Test
    void several_processes_may_begin_a_history_at_once() throws Exception {
        Path base = folder.resolve("together/history");

        Together.four(() -> new History(history(base)));

        assertThat(new HistoryReader(history(base)).runs(1, 0)).isEmpty();
    }

    @Test
    void files_and_folder_are_for_their_owner_alone() throws Exception {
        Path base = folder.resolve("data/history");
        try (Connection open = history(base).getConnection()) {
            assertThat(open.isValid(1)).isTrue();

            assertThat(rights("data")).isEqualTo("rwx------");
            assertThat(rights("data/history.mv.db")).isEqualTo("rw-------");
            assertThat(rights("data/history.key")).isEqualTo("rw-------");
        }
    }

    @Test
    void files_that_others_could_read_are_found_and_closed() throws Exception {
        Path base = folder.resolve("data/history");
        history(base).getConnection().close();
        Files.setPosixFilePermissions(base("data/history.mv.db"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(base("data"), PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(HistoryFiles.open(database(base))).containsExactly(base("data/history.mv.db"), base("data"));

        history(base).getConnection().close();

        assertThat(HistoryFiles.open(database(base))).isEmpty();
        assertThat(rights("data")).isEqualTo("rwx------");
    }

    @Test
    void a_folder_with_other_things_in_it_stays_as_it_is() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(folder.resolve("application.properties"));

        history(folder.resolve("history")).getConnection().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void only_files_without_a_password_in_the_settings_get_a_key() {
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:mem:x", "", ""))).isEmpty();
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:tcp://localhost/x", "", "")))
                .isEmpty();
        assertThat(EmbeddedHistory.of(new Database("jdbc:postgresql://localhost/x", "", "")))
                .isEmpty();
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:file:./x", "sa", "secret")))
                .isEmpty();
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:file:./x;USER=sa;PASSWORD=secret", "", "")))
                .isEmpty();
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:./x", "sa", ""))).isPresent();
        assertThat(EmbeddedHistory.of(new Database("jdbc:h2:file:./x", "", ""))).isPresent();
    }

    private Path base(String name) {
        return folder.resolve(name);
    }

    private String rights(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(base(name)));
    }

    private static String address(Path base) {
        return "jdbc:h2:file:" + base + ";AUTO_SERVER=TRUE";
    }

    private static Database database(Path base) {
        return new Database(address(base), "", "");
    }

    private static DataSource history(Path base) {
        return EmbeddedHistory.of(database(base)).orElseThrow();
    }

    /** Connects as versions before the key did. */
    private static DataSource plain(Path base) {
        return new DriverManagerDataSource(address(base));
    }

    /** The port that the server mode listens on, as every user of the machine could find it out. */
    private static String server(Path base) throws IOException {
        Properties lock = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(base + ".lock.db"))) {
            lock.load(reader);
        }
        return "jdbc:h2:tcp://" + lock.getProperty("server") + "/" + lock.getProperty("id");
    }

    private static void awaitLine(BufferedReader said, String words) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the process ended without saying " + words);
    }
}
