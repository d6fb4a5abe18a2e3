package org.coursebackup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.demo.DemoSite;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** A process with a small heap meets a text that would never fit into it. */
class LongTextIT {
    private static final int MEGABYTES = 80;
    private static final String LINK = DemoSite.WWWROOT + "/course/view.php?id=2";
    private static final String PLACEHOLDER = "$@COURSEVIEWBYID*2@$";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_text_of_80_megabytes_is_archived_whole_in_a_heap_of_96(DatabaseKind kind) throws Exception {
        DemoMoodle moodle = moodle(kind);
        // an image inside the text has no spaces; its end and the links behind it lie across pieces
        String text = "concat('<img src=\"data:', repeat('QUJD', " + (MEGABYTES << 18) + "), '\">', repeat('" + LINK
                + " ', 30000))";
        change(
                moodle,
                "update mdl_forum_posts set message = " + text + " where id = (select post from (select"
                        + " min(p.id) as post from mdl_forum_posts p join mdl_forum_discussions d on d.id ="
                        + " p.discussion where d.course = 2) as first)");

        Path archive = folder.resolve("course.mbz");
        assertThat(archived(moodle, archive, "-Xmx96m")).isEqualTo("OK");

        String expected =
                "&lt;img src=\"data:" + "QUJD".repeat(MEGABYTES << 18) + "\"&gt;" + (PLACEHOLDER + " ").repeat(30000);
        assertThat(messages(archive).stream()
                        .filter(text1 -> text1.length() > 1 << 20)
                        .toList())
                .singleElement()
                .matches(expected::equals, "is the text with its links encoded");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_name_that_does_not_fit_into_memory_fails_its_course_in_words(DatabaseKind kind) throws Exception {
        DemoMoodle moodle = moodle(kind);
        change(
                moodle,
                kind == DatabaseKind.MARIADB
                        ? "alter table mdl_forum modify name longtext"
                        : "alter table mdl_forum alter name type text",
                "update mdl_forum set name = repeat('a very long name ', 5000000) where course = 2");

        Path archive = folder.resolve("course.mbz");
        assertThat(archived(moodle, archive, "-Xmx64m"))
                .startsWith("Course 2 needs more memory than the program has")
                .endsWith("then course 3: OK");
        assertThat(archive).doesNotExist();
    }

    private static DemoMoodle moodle(DatabaseKind kind) throws SQLException {
        DemoMoodle moodle = DemoMoodle.fresh(kind, 1);
        if (kind == DatabaseKind.MARIADB) {
            change(moodle, "set global max_allowed_packet = 1073741824");
        }
        return moodle;
    }

    private static void change(DemoMoodle moodle, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(moodle.url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String archived(DemoMoodle moodle, Path archive, String heap) throws Exception {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LongTextIT.class.getName(),
                        moodle.url(),
                        moodle.site().dataroot().toString(),
                        archive.toString()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
        List<String> lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
        return lines.get(lines.size() - 1);
    }

    /** Posts as they stand in the archive, in XML. */
    private static List<String> messages(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            StringBuilder all = new StringBuilder();
            for (var entry :
                    zip.stream().filter(e -> e.getName().endsWith("/forum.xml")).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            Matcher message = Pattern.compile("<message>([^<]*)</message>").matcher(all);
            return message.results().map(found -> found.group(1)).toList();
        }
    }

    /** The process with the small heap: address of the database, data folder, archive; prints how it went. */
    public static void main(String[] arguments) throws Exception {
        Path archive = Path.of(arguments[2]);
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(arguments[0]);
            database.setMaximumPoolSize(1);
            MoodleSite site = new MoodleSite(DemoSite.WWWROOT, TablePrefix.USUAL, Path.of(arguments[1]));
            CourseArchiver archiver = new CourseArchiver(database, site, null, Clock.systemUTC());
            String result;
            try {
                archiver.archive(2, "course.mbz", ArchiveSettings.everything(), archive);
                result = new VerifyArchive().verify(archive).good() ? "OK" : "not good";
            } catch (ArchiveException inWords) {
                Path next = archive.resolveSibling("next.mbz");
                archiver.archive(3, "next.mbz", ArchiveSettings.everything(), next);
                result = inWords.getMessage() + " then course 3: OK";
            }
            System.out.println(result);
        }
    }
}
