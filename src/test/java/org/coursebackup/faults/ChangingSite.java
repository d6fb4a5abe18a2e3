package org.coursebackup.faults;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * People at work on a site: courses come and go, forums get posts and lose them, files are uploaded and deleted. It
 * never has more than a few more of each than in the beginning, so that whatever grows without an end isn't the site.
 */
final class ChangingSite {
    private static final int MORE = 12;

    private final JdbcTemplate database;
    private final Path pool;
    private final Random random;
    private final Deque<Long> courses = new ArrayDeque<>();
    private final Deque<Long> posts = new ArrayDeque<>();
    private final Deque<Long> files = new ArrayDeque<>();
    private final Deque<Path> contents = new ArrayDeque<>();
    private int changes;

    ChangingSite(JdbcTemplate database, Path dataroot, Random random) {
        this.database = database;
        this.pool = dataroot.resolve("filedir");
        this.random = random;
    }

    int changes() {
        return changes;
    }

    /** One change, of a random kind. */
    void change() throws Exception {
        changes++;
        switch (random.nextInt(4)) {
            case 0 -> course();
            case 1 -> post();
            case 2 -> file();
            default -> edit();
        }
    }

    private void course() {
        if (full(courses)) {
            long gone = courses.remove();
            database.update("delete from mdl_context where contextlevel = 50 and instanceid = ?", gone);
            database.update("delete from mdl_course_sections where course = ?", gone);
            database.update("delete from mdl_course where id = ?", gone);
            return;
        }
        long id = copy("mdl_course", 7, Map.of("shortname", "C" + changes, "fullname", "Course of change " + changes));
        long context = database.queryForObject(
                "select id from mdl_context where contextlevel = 50 and instanceid = 7", Long.class);
        long added = copy("mdl_context", context, Map.of("instanceid", id));
        String path = database.queryForObject("select path from mdl_context where id = ?", String.class, context);
        database.update(
                "update mdl_context set path = ? where id = ?",
                path.substring(0, path.lastIndexOf('/') + 1) + added,
                added);
        for (long section : database.queryForList("select id from mdl_course_sections where course = 7", Long.class)) {
            copy("mdl_course_sections", section, Map.of("course", id, "sequence", ""));
        }
        courses.add(id);
    }

    private void post() {
        if (full(posts)) {
            database.update("delete from mdl_forum_posts where id = ?", posts.remove());
            return;
        }
        long any = any("mdl_forum_posts");
        posts.add(copy(
                "mdl_forum_posts",
                any,
                Map.of("message", "<p>" + "What I wanted to say. ".repeat(1 + random.nextInt(200)) + "</p>")));
    }

    private void file() throws Exception {
        if (full(files)) {
            database.update("delete from mdl_files where id = ?", files.remove());
            Files.deleteIfExists(contents.remove());
            return;
        }
        byte[] content = ("content " + changes + " " + random.nextLong())
                .repeat(1 + random.nextInt(2_000))
                .getBytes(StandardCharsets.UTF_8);
        String hash = sha1(content);
        Path file =
                pool.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        List<Long> some = database.queryForList(
                "select id from mdl_files where component = 'mod_resource' and filename <> '.' order by id",
                Long.class);
        String name = "upload-" + changes + ".txt";
        files.add(copy(
                "mdl_files",
                some.get(random.nextInt(some.size())),
                Map.of(
                        "contenthash",
                        hash,
                        "pathnamehash",
                        sha1(name.getBytes(StandardCharsets.UTF_8)),
                        "filename",
                        name,
                        "filesize",
                        content.length)));
        contents.add(file);
    }

    private void edit() {
        database.update(
                "update mdl_course set summary = ? where id = ?",
                "<p>Edited " + changes + " times.</p>",
                2 + random.nextInt(4));
    }

    private boolean full(Deque<Long> added) {
        return added.size() >= MORE || added.size() > MORE / 2 && random.nextBoolean();
    }

    private long any(String table) {
        List<Long> ids = database.queryForList("select id from " + table + " order by id", Long.class);
        return ids.get(random.nextInt(ids.size()));
    }

    /** A copy of a row under the next id, with other values in some columns; the id. */
    private long copy(String table, long id, Map<String, ?> other) {
        Map<String, Object> row = new TreeMap<>(database.queryForMap("select * from " + table + " where id = ?", id));
        row.putAll(other);
        long next = database.queryForObject("select max(id) + 1 from " + table, Long.class);
        row.put("id", next);
        String columns =
                String.join(", ", row.keySet().stream().map(this::quoted).toList());
        database.update(
                "insert into " + table + " (" + columns + ") values (?" + ", ?".repeat(row.size() - 1) + ")",
                row.values().toArray());
        return next;
    }

    private String quoted(String column) {
        return database.execute((org.springframework.jdbc.core.ConnectionCallback<String>)
                connection -> connection.getMetaData().getIdentifierQuoteString()
                        + column
                        + connection.getMetaData().getIdentifierQuoteString());
    }

    private static String sha1(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    }
}
