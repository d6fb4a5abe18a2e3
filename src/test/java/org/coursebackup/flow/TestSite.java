package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.run.Archiver;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.MoodleDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

/** A demo site of one's own, a folder for the program, and a flow with the real engine unless a test says otherwise. */
final class TestSite implements AutoCloseable {
    final DemoMoodle moodle;
    final JdbcTemplate database;
    final Path folder;
    final Properties properties = new Properties();
    Clock clock = DemoMoodle.CLOCK;
    Archiver archiver;
    boolean dryRun;
    private Pools pools;
    private Flow flow;

    TestSite(MoodleDatabase kind) throws IOException {
        moodle = DemoMoodle.fresh(kind, 1);
        database = new JdbcTemplate(moodle.pool());
        folder = Files.createTempDirectory("coursebackup");
        Files.createDirectory(folder.resolve("backups"));
        properties.setProperty("moodle.db.url", moodle.url());
        properties.setProperty("moodle.wwwroot", moodle.site().wwwroot());
        properties.setProperty("moodle.dataroot", moodle.site().dataroot().toString());
        properties.setProperty("backup.workers", "2");
        properties.setProperty("schedule.timezone", "UTC");
        properties.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    Settings settings() throws SettingsException {
        return new SettingsLoader(folder, new HashMap<>(), properties, new JdbcSiteReader()).settings();
    }

    /** Starts the flow, with the packaged routes unless the folder has some. */
    Flow start() throws Exception {
        Settings settings = settings();
        pools = new Pools(settings);
        CourseArchiver engine = new CourseArchiver(pools.content(), settings.site(), null, clock);
        flow = new Flow(settings, pools, archiver != null ? archiver : engine::archive, clock);
        if (dryRun) {
            flow.dryRun((course, verdict) -> { });
        }
        flow.start(RouteFiles.in(folder), false);
        return flow;
    }

    RunSummary run(RunRequest request) throws Exception {
        return flow.run(request);
    }

    Pools pools() {
        return pools;
    }

    HistoryReader reader() {
        return flow.history();
    }

    /** Course id to status, as Moodle's table has them. */
    Map<Long, String> statuses() {
        Map<Long, String> statuses = new TreeMap<>();
        database.query("select courseid, laststatus from mdl_backup_courses", row -> {
            statuses.put(row.getLong(1), row.getString(2));
        });
        return statuses;
    }

    List<String> archives() throws IOException {
        try (var files = Files.list(folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(".run.lock")).sorted().toList();
        }
    }

    @Override
    public void close() {
        if (flow != null) {
            flow.close();
        }
        if (pools != null) {
            pools.close();
        }
        moodle.pool().close();
    }
}
