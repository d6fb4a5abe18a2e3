package org.coursebackup.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.h2.jdbcx.JdbcDataSource;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.settings.Database;
import org.coursebackup.settings.EmbeddedSite;

/**
 * The folder that holds the demo: {@code site} (an H2 database file and a Moodle data folder), {@code backups} and
 * {@code history}. The site is made once and kept; deleting the folder gives a new one.
 */
public final class DemoFolder {
    /**
     * To be appended to an H2 address: names in lower case whatever their spelling, and no column name taken for a
     * keyword.
     */
    public static final String H2_MODE = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";NON_KEYWORDS=VALUE,KEY,USER,DAY,HOUR,MINUTE,MONTH,YEAR,SECOND,INTERVAL,END,START";

    private final Path folder;

    public DemoFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Makes the site unless it exists; true if it was made now. */
    public boolean makeIfAbsent(Clock clock) throws SQLException, IOException {
        Path site = folder.resolve("site");
        if (Files.isDirectory(site)) {
            return false;
        }
        // Made under another name first: an interrupted demo must not leave half a site behind.
        Path part = folder.resolve("site.part");
        delete(part);
        Files.createDirectories(part.resolve("moodledata"));
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url(part) + ";DB_CLOSE_DELAY=-1");
        new DemoSite(database, TablePrefix.USUAL, part.resolve("moodledata"), clock).create();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
        Files.createDirectories(folder.resolve("backups"));
        Files.move(part, site, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** What the program has to be told to back it up. */
    public EmbeddedSite embedded() {
        Path site = folder.resolve("site");
        return new EmbeddedSite(
                new Database(url(site), "", ""),
                new MoodleSite(DemoSite.WWWROOT, TablePrefix.USUAL, site.resolve("moodledata")),
                backups(),
                new Database("jdbc:h2:file:" + folder.resolve("history"), "", ""));
    }

    /** Where the archives are kept. */
    public Path backups() {
        return folder.resolve("backups");
    }

    private static String url(Path site) {
        return "jdbc:h2:file:" + site.resolve("moodle") + H2_MODE;
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                List<Path> deepestFirst =
                        paths.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }
}
