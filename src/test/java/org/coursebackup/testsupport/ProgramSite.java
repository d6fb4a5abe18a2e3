package org.coursebackup.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.course.Archiver;
import org.coursebackup.course.LastArchives;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.share.BlockCloner;

/** A demo site of one's own, a folder for the program with settings for that site, and what a test opens on them. */
public abstract class ProgramSite implements AutoCloseable {
    public final DemoMoodle moodle;
    public final JdbcTemplate database;
    public final Path folder;
    /** Settings, as {@code -D} gives them. */
    public final Properties properties = new Properties();
    /** Null before a flow is opened, as is the flow. */
    public Pools pools;

    public Flow flow;
    /** By which archives share contents; by default they don't. */
    public BlockCloner cloner = BlockCloner.none();

    protected ProgramSite(DatabaseKind kind, Clock clock) throws IOException {
        moodle = DemoMoodle.fresh(kind, 1, clock);
        database = new JdbcTemplate(moodle.pool());
        folder = TemporaryFolders.create("coursebackup");
        Files.createDirectory(folder.resolve("backups"));
        properties.setProperty("moodle.db.url", moodle.url());
        properties.setProperty("moodle.wwwroot", moodle.site().wwwroot());
        properties.setProperty("moodle.dataroot", moodle.site().dataroot().toString());
        properties.setProperty("backup.workers", "2");
        properties.setProperty("schedule.timezone", "UTC");
        properties.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    public final Settings settings() throws SettingsException {
        return new SettingsLoader(folder, Map.of(), properties, new JdbcSiteReader()).settings();
    }

    /** The real engine, on the pools that are open. */
    protected final Archiver engine(Settings settings, Clock clock) throws IOException {
        return new CourseArchiver(pools.content(), settings.moodle().site(), null, clock)
                .sharing(cloner, new LastArchives(settings, new HistoryReader(pools.history()), clock))
                .keepingContents(new TargetPool(settings, pools.history(), clock))::archive;
    }

    /** Closes what is open on the site; its folder stays, so that it can be started again. */
    public final void closeFlow() {
        if (flow != null) {
            flow.close();
        }
        if (pools != null) {
            pools.close();
        }
    }

    @Override
    public void close() {
        closeFlow();
        moodle.close();
        TemporaryFolders.delete(folder);
    }
}
