package org.coursebackup.faults;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import org.coursebackup.demo.DemoSite;
import org.coursebackup.history.EmbeddedHistory;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.settings.Database;
import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.TemporaryFolders;

/** A site on a server of its own, and the program with its settings and folders for that site. */
final class Installation implements AutoCloseable {
    /** No run of a scenario's small site takes that long, unless the fault itself does. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    final DatabaseServer server;
    final DatabaseKind kind;
    /** A connection a statement, so that nothing remains open on a server that goes. */
    final JdbcTemplate database;

    final Path folder;
    final Path backups;
    final Path dataroot;
    final Map<String, String> settings = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    /** That archives are encrypted for, if they are. */
    final Optional<AgeKeys> keys;

    private final List<Closeable> parts = new ArrayList<>();

    private Installation(DatabaseServer server, DatabaseKind kind, Path folder) throws Exception {
        this.server = server;
        this.kind = kind;
        this.folder = folder;
        backups = Files.createDirectories(folder.resolve("backups"));
        dataroot = Files.createDirectories(folder.resolve("moodledata"));
        database = new JdbcTemplate(new DriverManagerDataSource(server.url()));
        settings.put("moodle.config", "");
        settings.put("moodle.db.url", server.url());
        settings.put("moodle.wwwroot", DemoSite.WWWROOT);
        settings.put("moodle.dataroot", dataroot.toString());
        settings.put("backup.directory", backups.toString());
        settings.put("backup.workers", "2");
        settings.put("schedule.timezone", "UTC");
        settings.put("schedule.retry-minutes", "1");
        settings.put("skip.hidden-unmodified-days", "0");
        settings.put("keep.last", "2");
        settings.put("keep.days", "0");
        settings.put("keep.minimum", "0");
        settings.put("report.port", String.valueOf(DatabaseServer.freePort()));
        settings.put("shutdown.wait-seconds", "5");
        keys = Seeded.ENCRYPTED ? Optional.of(AgeKeys.in(folder.getParent(), "identity.txt")) : Optional.empty();
        keys.ifPresent(age -> settings.put("encrypt.recipients", age.recipient()));
    }

    /** A new site, the demo's, on a new server. */
    static Installation on(DatabaseKind kind) throws Exception {
        Path folder = TemporaryFolders.create("faults-" + kind.name().toLowerCase(Locale.ROOT));
        DatabaseServer server = DatabaseServer.start(kind, folder);
        Installation made = new Installation(server, kind, Files.createDirectory(folder.resolve("program")));
        new DemoSite(made.database.getDataSource(), TablePrefix.USUAL, made.dataroot, Clock.systemUTC()).create();
        return made;
    }

    Program begin(String... arguments) throws Exception {
        return Program.begin(folder, settings, environment, List.of(arguments));
    }

    /** A run to its end: its exit code, and what it printed. */
    Ended run(String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (Program program = begin(arguments)) {
            return new Ended(program.end(LIMIT), program.printed());
        }
    }

    record Ended(int exitCode, String printed) {}

    /** Closed before the folders are deleted. */
    void closeFirst(Closeable part) {
        parts.add(part);
    }

    /** The program's own history; only while no process has it open. */
    DataSource history() {
        Database history = new Database("jdbc:h2:file:" + folder.resolve("data/history") + ";AUTO_SERVER=TRUE", "", "");
        return EmbeddedHistory.of(history).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        for (Closeable part : parts) {
            part.close();
        }
        server.close();
        TemporaryFolders.delete(folder.getParent());
    }
}
