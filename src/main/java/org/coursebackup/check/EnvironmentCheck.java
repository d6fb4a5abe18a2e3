package org.coursebackup.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import org.coursebackup.fallback.MoodleCommand;
import org.coursebackup.history.EmbeddedHistory;
import org.coursebackup.history.HistoryFiles;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.settings.Database;
import org.coursebackup.settings.DatabaseTrouble;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.store.FinalNames;

/** Checks what the settings point to: databases with privileges and tables, file pool, target. */
public final class EnvironmentCheck {
    private static final long LITTLE_SPACE = 1_000_000_000L;
    private static final String[] NEEDED = {
        "course",
        "course_categories",
        "course_sections",
        "course_modules",
        "context",
        "config",
        "config_plugins",
        "files",
        "user"
    };

    private final Settings settings;
    private final TablePrefix tables;

    public EnvironmentCheck(Settings settings) {
        this.settings = settings;
        this.tables = settings.moodle().site().tables();
    }

    /** What prevents every run; empty if nothing does. */
    public List<Problem> obstacles() {
        return findings().stream()
                .filter(CheckFinding::obstacle)
                .map(CheckFinding::problem)
                .toList();
    }

    /** Everything found. */
    public List<CheckFinding> findings() {
        List<CheckFinding> findings = new ArrayList<>();
        settings.hints().forEach(hint -> findings.add(new CheckFinding(hint, false)));
        pool(findings);
        target(findings);
        fallback(findings);
        drill(findings);
        moodle(findings);
        history(findings);
        if (!settings.moodle().content().equals(settings.moodle().database())) {
            content(findings);
        }
        return findings;
    }

    private void pool(List<CheckFinding> findings) {
        Path dataroot = settings.moodle().site().dataroot();
        Path pool = settings.moodle().site().filedir();
        if (!Files.isDirectory(dataroot)) {
            findings.add(away(
                    "moodle.dataroot",
                    "there is no folder " + dataroot + ". Without it no archive can contain files;"
                            + " set it to what $CFG->dataroot in Moodle's config.php says, mounted on this machine."));
        } else if (!Files.isDirectory(pool) || !Files.isReadable(pool)) {
            findings.add(away(
                    "moodle.dataroot",
                    pool.getParent() + " has no readable folder " + pool.getFileName()
                            + ", so no archive can contain files. moodle.dataroot must be Moodle's data folder, or"
                            + " moodle.filedir its file pool, readable by the user who runs this program."));
        }
    }

    private void target(List<CheckFinding> findings) {
        Path target = settings.target().directory();
        if (!Files.isDirectory(target)) {
            findings.add(away(
                    "backup.directory",
                    "there is no folder " + target + ". Create it, or mount the disk that holds it:"
                            + " it is not created here, so that archives never end up below an"
                            + " unmounted mount point."));
            return;
        }
        TargetSettings places = settings.target();
        new ManifestKey(places.manifestKey()).trouble().ifPresent(why -> findings.add(attention("manifest.key", why)));
        if (places.copied()
                && (!places.storage().inDirectory() || !places.endpoint().startsWith("file:"))) {
            findings.add(obstacle(
                    "backup.second-target",
                    "copies what lies in backup.directory, but no archives stay there. Set"
                            + " backup.storage to directory or both, and backup.target to its default."));
        }
        try {
            Files.deleteIfExists(Files.createTempFile(target, ".check", ".tmp"));
            long free = Files.getFileStore(target).getUsableSpace();
            if (free < LITTLE_SPACE) {
                findings.add(attention(
                        "backup.directory",
                        target + " has only " + free / 1_000_000 + " MB left; archives may not fit."
                                + " Free some space, or lower keep.last or keep.days."));
            }
        } catch (IOException unwritable) {
            findings.add(away(
                    "backup.directory",
                    "cannot write to " + target + " (" + unwritable.getMessage() + ")."
                            + " Give the user who runs this program the right to write there, and check"
                            + " that the disk is neither full nor read-only."));
        }
    }

    private void fallback(List<CheckFinding> findings) {
        if (!settings.fallback().wanted()) {
            return;
        }
        if (settings.fallback().dirroot().isEmpty()) {
            findings.add(obstacle(
                    "moodle.dirroot",
                    "is not set, but archive.fallback is moodle. Set it to the folder of Moodle's code"
                            + " ($CFG->dirroot), or set archive.fallback=none."));
            return;
        }
        Path script = MoodleCommand.of(settings.fallback()).script();
        if (!Files.isReadable(script)) {
            findings.add(obstacle(
                    "moodle.dirroot",
                    "there is no " + script + " that this user can read, so Moodle cannot make any archive"
                            + " (archive.fallback). Set it to the folder of Moodle's code"
                            + " ($CFG->dirroot), or set archive.fallback=none."));
        }
        String php = settings.fallback().php();
        if (!program(php)) {
            findings.add(obstacle(
                    "moodle.php",
                    "cannot find '" + php + "', so Moodle cannot make any archive (archive.fallback)."
                            + " Set it to the path of the PHP that the site runs on."));
        }
    }

    private static boolean program(String name) {
        return name.contains("/")
                ? Files.isExecutable(Path.of(name))
                : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Archives are made without drills, too. */
    private void drill(List<CheckFinding> findings) {
        if (!settings.drill().wanted()) {
            return;
        }
        settings.drill()
                .obstacle(settings.moodle())
                .ifPresent(problem -> findings.add(new CheckFinding(problem, false)));
        if (!program(settings.drill().php())) {
            findings.add(new CheckFinding(
                    new Problem(
                            "drill.php",
                            "cannot find '" + settings.drill().php() + "', so no archive can be restored for a drill."
                                    + " Set it to the path of a PHP that the Moodle at drill.dirroot runs on."),
                    false));
        }
    }

    private void moodle(List<CheckFinding> findings) {
        Database database = settings.moodle().database();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            tables(statement, "moodle.db", database, findings);
            // the statements match no row, but privileges are checked all the same
            String rows = tables.in("{backup_courses}");
            statement.executeUpdate("UPDATE " + rows + " SET laststatus = laststatus WHERE 1 = 0");
            statement.executeUpdate("DELETE FROM " + rows + " WHERE 1 = 0");
            // a real row, since its id may come from a sequence with privileges of its own; it is rolled back
            connection.setAutoCommit(false);
            try {
                statement.executeUpdate("INSERT INTO " + rows
                        + " (courseid, laststarttime, lastendtime, laststatus, nextstarttime)"
                        + " VALUES (-1, 0, 0, '5', 0)");
                courseArea(statement, findings);
            } finally {
                connection.rollback();
            }
            fileNames(connection, findings);
        } catch (SQLException failure) {
            findings.add(new CheckFinding(DatabaseTrouble.explain("moodle.db", database, failure), true));
        }
    }

    private void fileNames(Connection connection, List<CheckFinding> findings) {
        MoodleDatabase moodle = new MoodleDatabase(new SingleConnectionDataSource(connection, true), tables);
        FinalNames.of(moodle, settings)
                .inWords(Instant.now())
                .ifPresent(told -> findings.add(attention(FinalNames.SETTING, told)));
    }

    /** Only if archives go into Moodle's own file area. */
    private void courseArea(Statement statement, List<CheckFinding> findings) throws SQLException {
        if (!settings.target().storage().inCourse()) {
            return;
        }
        Path filedir = settings.moodle().site().filedir();
        try {
            Files.deleteIfExists(Files.createTempFile(filedir, ".coursebackup-check", ".tmp"));
        } catch (IOException unwritable) {
            findings.add(obstacle(
                    "backup.storage",
                    "is " + settings.target().storage() + ", but " + filedir + " cannot be written ("
                            + unwritable.getMessage()
                            + "), so Moodle's file areas cannot take an archive. Run this program as the web server's"
                            + " user or a member of its group, or set backup.storage=directory."));
        }
        String files = tables.in("{files}");
        statement.executeUpdate("DELETE FROM " + files + " WHERE 1 = 0");
        statement.executeUpdate("INSERT INTO " + files
                + " (contenthash, pathnamehash, contextid, component, filearea, itemid, filepath,"
                + " filename, filesize, timecreated, timemodified)"
                + " VALUES ('', 'coursebackup check', 0, 'backup', 'check', 0, '/', '.', 0, 0, 0)");
    }

    private void history(List<CheckFinding> findings) {
        Database database = settings.history().database();
        List<Path> open = HistoryFiles.open(database);
        try {
            Optional<DataSource> embedded = EmbeddedHistory.of(database);
            (embedded.isPresent() ? embedded.get().getConnection() : database.connect()).close();
        } catch (SQLException failure) {
            findings.add(new CheckFinding(DatabaseTrouble.explain("history.db", database, failure), true));
        }
        if (!open.isEmpty()) {
            String remedy = HistoryFiles.open(database).isEmpty()
                    ? "They are for their owner alone now."
                    : "Make them its owner's alone (chmod go-rwx), as the user who runs this program.";
            findings.add(attention("history.db.url", "other users of this machine could use " + open + ". " + remedy));
        }
    }

    private void content(List<CheckFinding> findings) {
        Database database = settings.moodle().content();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            tables(statement, "moodle.read.db", database, findings);
        } catch (SQLException failure) {
            findings.add(new CheckFinding(DatabaseTrouble.explain("moodle.read.db", database, failure), true));
        }
    }

    private void tables(Statement statement, String key, Database database, List<CheckFinding> findings) {
        for (String table : NEEDED) {
            try {
                statement
                        .executeQuery(tables.in("SELECT 1 FROM {" + table + "} WHERE 1 = 0"))
                        .close();
            } catch (SQLException failure) {
                findings.add(new CheckFinding(DatabaseTrouble.explain(key, database, failure), true));
                return;
            }
        }
    }

    static CheckFinding obstacle(String where, String message) {
        return new CheckFinding(new Problem(where, message), true);
    }

    /** What prevents a run now, and may be over without anybody changing the settings. */
    static CheckFinding away(String where, String message) {
        return new CheckFinding(Problem.away(where, message), true);
    }

    static CheckFinding attention(String where, String message) {
        return new CheckFinding(new Problem(where, message), false);
    }
}
