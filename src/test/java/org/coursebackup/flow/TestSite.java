package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.Reference;
import org.coursebackup.course.Archiver;
import org.coursebackup.history.Announced;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.settings.Settings;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.ProgramSite;

/** A demo site for one test, a folder for the program, and a flow with the real engine unless a test says otherwise. */
final class TestSite extends ProgramSite {
    Clock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    final ConcurrentLinkedQueue<Long> archived = new ConcurrentLinkedQueue<>();
    Archiver archiver;
    BiConsumer<Map<?, ?>, String> dryRun;
    /** Happens before each archive that {@link #archiveQuickly} makes. */
    Before before = id -> {};

    TestSite(DatabaseKind kind) throws IOException {
        super(kind, DemoMoodle.CLOCK);
    }

    /** What a test makes happen in a worker. */
    interface Before {
        void archive(long courseId) throws Exception;
    }

    /** No engine: every archive is the same small file and is not read back. */
    void archiveQuickly() throws IOException {
        archiver = this::write;
        editRoute("30-course.camel.yaml", "        - to: direct:verify\n", "");
    }

    /** No engine: what is written is not an archive, and reading it back has to notice. */
    void archiveBroken() {
        archiver = this::write;
    }

    private ArchiveReport write(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException {
        try {
            before.archive(courseId);
        } catch (Exception failure) {
            throw new IOException(failure);
        }
        archived.add(courseId);
        Files.writeString(part, "archive of course " + courseId);
        return new ArchiveReport(
                courseId, Files.size(part), 1, 7, Map.of("course", 1L), Map.of(), List.of(), Set.of(), Set.of());
    }

    /** The report of an archive of that size. */
    static ArchiveReport report(long courseId, long bytes) {
        return new ArchiveReport(courseId, bytes, 1, 7, Map.of("course", 1L), Map.of(), List.of(), Set.of(), Set.of());
    }

    /** The report of an archive that is not made at all. */
    static ArchiveReport nothing(long courseId) {
        return new ArchiveReport(courseId, 0, 0, 0, Map.of(), Map.of(), List.of(), Set.of(), Set.of());
    }

    /** Copies the routes next to the settings, where an administrator has them. */
    void writeRoutes() throws IOException {
        Path routes = folder.resolve("routes");
        if (Files.isDirectory(routes)) {
            return;
        }
        Files.createDirectory(routes);
        for (String name : RouteFiles.PACKAGED) {
            Files.copy(Path.of("routes").resolve(name), routes.resolve(name));
        }
    }

    /** Edits a route file as an administrator would. */
    void editRoute(String name, String text, String instead) throws IOException {
        writeRoutes();
        Path file = folder.resolve("routes").resolve(name);
        String before = Files.readString(file);
        if (!before.contains(text)) {
            throw new IllegalArgumentException(name + " has no such text: " + text);
        }
        Files.writeString(file, before.replace(text, instead));
    }

    Map<Long, Long> nextStarts() {
        Map<Long, Long> next = new TreeMap<>();
        database.query("select courseid, nextstarttime from mdl_backup_courses", row -> {
            next.put(row.getLong(1), row.getLong(2));
        });
        return next;
    }

    /** A flow that is not started. */
    Flow open() throws Exception {
        closeFlow();
        Settings settings = settings();
        pools = new Pools(settings);
        flow = new Flow(settings, pools, archiver != null ? archiver : engine(settings, clock), clock);
        return dryRun == null ? flow : flow.dryRun(dryRun);
    }

    /** Starts the flow, with the packaged routes unless the folder has some. */
    Flow start() throws Exception {
        open().start(RouteFiles.in(folder), false);
        return flow;
    }

    RunSummary run(RunRequest request) throws Exception {
        return flow.run(request);
    }

    HistoryReader reader() {
        return flow.history();
    }

    /** As if the process had been killed when a course's archive had its final name and nobody knew. */
    void killedBeforeRecording(long courseId) {
        Outcome outcome = reader().ofCourse(courseId, 1, 0).get(0);
        ArchiveRow archive = reader().archives(courseId).get(0);
        JdbcTemplate history = new JdbcTemplate(pools.history());
        history.update("delete from archive");
        history.update("delete from outcome");
        new History(pools.history())
                .announce(new Announced(
                        archive.fileName(),
                        outcome,
                        new OutcomeDetails(List.of(), Map.of(), Map.of(), List.of(), null, archive.sha256()),
                        clock.instant().plus(Duration.ofMinutes(30))));
        database.update(
                "update mdl_backup_courses set laststatus = '2', lastendtime = 0, nextstarttime = 0"
                        + " where courseid = ?",
                courseId);
    }

    /** By which the site's manifests are signed. */
    ManifestKey key() throws Exception {
        return new ManifestKey(settings().target().manifestKey());
    }

    /** Statuses in Moodle's table by course id. */
    Map<Long, String> statuses() {
        Map<Long, String> statuses = new TreeMap<>();
        database.query("select courseid, laststatus from mdl_backup_courses", row -> {
            statuses.put(row.getLong(1), row.getString(2));
        });
        return statuses;
    }

    List<String> archives() throws IOException {
        try (var files = Files.list(folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".run.lock") && !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** Names of the archives that have a manifest beside them, or had one. */
    List<String> manifests() throws IOException {
        try (var files = Files.list(folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ManifestFile.SUFFIX))
                    .map(name -> name.substring(0, name.length() - ManifestFile.SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}
