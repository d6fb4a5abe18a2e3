package org.coursebackup.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** A process with a small heap archives a course that would never fit into it. */
class HeapIT {
    private static final int POSTS = 150_000;

    @TempDir
    Path folder;

    @Test
    void a_forum_with_150000_posts_is_archived_in_64_megabytes() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.POSTGRESQL, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            // about 1 kB each, so that the texts alone are twice the heap
            statement.executeUpdate(
                    "insert into mdl_forum_posts (discussion, parent, userid, created, modified, subject,"
                            + " message, messageformat)"
                            + " select discussion, id, userid, created, modified, subject, repeat('grown by one"
                            + " leaf ', 60), 1 from mdl_forum_posts,"
                            + " generate_series(1, " + POSTS
                            + ") where id = (select firstpost from mdl_forum_discussions where course = 2 and forum ="
                            + " (select max(id) from mdl_forum where course = 2) order by id limit 1)");
        }
        Path archive = folder.resolve("garden.mbz");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HeapIT.class.getName(),
                        moodle.url(),
                        moodle.site().dataroot().toString(),
                        archive.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
        assertThat(process.exitValue())
                .as(() -> read(folder.resolve("out.txt").toFile()))
                .isZero();
        assertThat(archive).isNotEmptyFile();
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The process with the small heap: address of the database, data folder, archive. */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(arguments[0]);
            database.setMaximumPoolSize(2);
            MoodleSite site = new MoodleSite("https://campus.example.org", TablePrefix.USUAL, Path.of(arguments[1]));
            ArchiveReport report = new CourseArchiver(database, site, null, Clock.systemUTC())
                    .archive(2, "garden.mbz", ArchiveSettings.everything(), Path.of(arguments[2]));
            if (report.rowsByTable().getOrDefault("forum_posts", 0L) < POSTS) {
                throw new IllegalStateException("posts are missing: " + report);
            }
        }
    }
}
