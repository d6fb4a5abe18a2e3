package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.commons.io.output.TeeOutputStream;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands in this process, called as by a script, on a demo site; captures what they print. */
final class CommandsOnDemo implements AutoCloseable {
    /** The password of Moodle's database, which no message may contain. */
    static final String SECRET = "hunter2hunter2";

    private final Properties before = (Properties) System.getProperties().clone();
    private final PrintStream err = System.err;
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Path folder;

    /** @param folder of the settings; archives go to {@code backups} below it */
    CommandsOnDemo(DemoMoodle moodle, Path folder) throws IOException {
        this.folder = folder;
        new JdbcTemplate(moodle.pool()).execute("create user if not exists keeper password '" + SECRET + "' admin");
        Files.createDirectory(folder.resolve("backups"));
        for (String key : List.of("moodle.config", "moodle.read.db.url", "history.db.user", "history.db.password")) {
            System.setProperty(key, "");
        }
        System.setProperty("moodle.db.url", moodle.url());
        System.setProperty("moodle.db.user", "keeper");
        System.setProperty("moodle.db.password", SECRET);
        System.setProperty("moodle.db.prefix", "mdl_");
        System.setProperty("moodle.wwwroot", moodle.site().wwwroot());
        System.setProperty("moodle.dataroot", moodle.site().dataroot().toString());
        System.setProperty("backup.directory", folder.resolve("backups").toString());
        System.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(new TeeOutputStream(said, printed), true, StandardCharsets.UTF_8));
    }

    /** Returns the exit code; checks that the output contains neither a stack trace nor the secret. */
    int execute(String command, String... arguments) {
        int code = Main.execute(Stream.concat(Stream.of(command, "--config", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(said()).doesNotContain("\tat ").doesNotContain(SECRET);
        return code;
    }

    /** Backs up every course asked for, whatever the rules say. */
    int run(String... arguments) {
        return execute(
                "run", Stream.concat(Stream.of("--force"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Everything printed so far. */
    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** What one command printed. */
    String saidBy(String command, String... arguments) {
        said.reset();
        assertThat(execute(command, arguments)).as(() -> said()).isZero();
        return said();
    }

    /** What one command printed on standard output, however it ended. */
    String printedBy(String command, String... arguments) {
        printed.reset();
        execute(command, arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Names in the target folder, except for the lock and manifests. */
    List<String> backups() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".run.lock") && !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        System.setErr(err);
        System.setOut(out);
        System.setProperties(before);
    }
}
