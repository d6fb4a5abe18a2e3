package org.coursebackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.demo.DemoFolder;
import org.coursebackup.demo.DemoSite;
import org.coursebackup.demo.GeneratedCourses;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;

/** A generated site, with folders for the program. */
final class BenchSite implements AutoCloseable {
    final Path folder;
    final JdbcTemplate database;
    private final String url;

    /** What the site is like. */
    enum Shape {
        COURSES,
        POSTS,
        ACTIVITIES,
        QUESTIONS,
        GIGABYTES
    }

    BenchSite(Path folder, DatabaseKind kind, Shape shape, long amount, long seed, int content) throws Exception {
        this.folder = folder;
        url = kind == DatabaseKind.H2
                ? "jdbc:h2:file:" + folder.resolve("moodle") + DemoFolder.H2_MODE
                : kind.empty().url();
        database = new JdbcTemplate(source(kind));
        DemoSite site = new DemoSite(
                database.getDataSource(),
                TablePrefix.USUAL,
                Files.createDirectories(folder.resolve("moodledata")),
                Clock.systemUTC());
        switch (shape) {
            case COURSES -> GeneratedCourses.courses(site, Math.toIntExact(amount), seed, content);
            case POSTS -> GeneratedCourses.posts(site, amount, seed);
            case ACTIVITIES -> GeneratedCourses.activities(site, Math.toIntExact(amount), seed);
            case QUESTIONS -> GeneratedCourses.questions(site, Math.toIntExact(amount), seed);
            case GIGABYTES -> GeneratedCourses.bytes(site, amount << 30, seed);
        }
        site.create();
        // a site of posts alone has none
        Files.createDirectories(pool());
    }

    private DataSource source(DatabaseKind kind) {
        // every row once is more than the heap, and MariaDB's driver would keep a table of it
        return new DriverManagerDataSource(kind == DatabaseKind.MARIADB ? url + "&defaultFetchSize=1000" : url);
    }

    Path pool() {
        return folder.resolve("moodledata/filedir");
    }

    /** An empty installation of the program, and its settings. */
    Map<String, String> installation(Path program, int workers) throws IOException {
        FileSystemUtils.deleteRecursively(program);
        Path target = Files.createDirectories(program.resolve("backups"));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("moodle.config", "");
        settings.put("moodle.db.url", url);
        settings.put("moodle.wwwroot", DemoSite.WWWROOT);
        settings.put("moodle.dataroot", folder.resolve("moodledata").toString());
        settings.put("backup.directory", target.toString());
        settings.put("backup.workers", String.valueOf(workers));
        settings.put("skip.unchanged", "true");
        settings.put("keep.last", "1");
        settings.put("keep.days", "0");
        settings.put("keep.minimum", "0");
        return settings;
    }

    /** Ids of all courses but the front page, which no Moodle restores as a new course. */
    List<String> courses() {
        return database.queryForList("select id from mdl_course where category > 0 order by id", String.class);
    }

    /** Somebody edits the first page of every fiftieth course; how many courses that were. */
    int change(String content) {
        return database.update(
                "update mdl_page set content = ? where id in (select * from"
                        + " (select min(id) from mdl_page where course % 50 = 3 group by course) chosen)",
                content);
    }

    /** Bytes of all files below. */
    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
