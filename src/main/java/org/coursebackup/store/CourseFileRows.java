package org.coursebackup.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import org.coursebackup.moodle.MoodleDatabase;

/**
 * The rows of Moodle's table {@code files} for the automated backups of courses: component backup, area automated, item
 * 0.
 */
final class CourseFileRows {
    /** An automated backup of a course. {@code begun} is the row's modification time, by which Moodle sorts. */
    record Row(long id, String fileName, String contentHash, Instant begun) {}

    static final String EMPTY = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private static final int COURSE_CONTEXT = 50;
    private static final String AREA = "component = 'backup' AND filearea = 'automated' AND itemid = 0";

    private final MoodleDatabase moodle;
    private final TransactionTemplate transaction;

    CourseFileRows(MoodleDatabase moodle) {
        this.moodle = moodle;
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(moodle.connections()));
    }

    Optional<Long> context(long courseId) {
        return moodle.sql("SELECT id FROM {context} WHERE contextlevel = ? AND instanceid = ?")
                .params(COURSE_CONTEXT, courseId)
                .query(Long.class)
                .optional();
    }

    boolean has(long contextId, String fileName) {
        return any("SELECT COUNT(*) FROM {files} WHERE pathnamehash = ?", pathHash(contextId, fileName));
    }

    /** Content of the file with that path and size. */
    Optional<String> contentHash(String path, long bytes) {
        return moodle.sql("SELECT contenthash FROM {files} WHERE pathnamehash = ? AND filesize = ?")
                .params(sha1(path), bytes)
                .query(String.class)
                .optional();
    }

    /** Adds both rows at once: the folder's, if missing, and the file's. */
    void add(long contextId, String fileName, String contentHash, long bytes, Instant begun, Instant now) {
        Long user = administrator();
        transaction.executeWithoutResult(status -> {
            if (!has(contextId, ".")) {
                insert(contextId, ".", EMPTY, 0, null, user, now, now);
            }
            insert(contextId, fileName, contentHash, bytes, "application/vnd.moodle.backup", user, begun, begun);
        });
    }

    /** Everything in the area, as Moodle's own retention sees it, too. */
    List<Row> list(long contextId) {
        return moodle.sql("SELECT id, filename, contenthash, timemodified FROM {files} WHERE contextid = ? AND " + AREA
                        + " AND filename <> '.'")
                .param(contextId)
                .query((row, n) -> new Row(
                        row.getLong(1), row.getString(2), row.getString(3), Instant.ofEpochSecond(row.getLong(4))))
                .list();
    }

    /** Whether a file elsewhere is an alias of this one and would lose its content with it. */
    boolean aliased(long contextId, String fileName) {
        return any(
                "SELECT COUNT(*) FROM {files} f JOIN {files_reference} r ON r.id = f.referencefileid"
                        + " WHERE r.referencehash = ?",
                sha1(reference(contextId, fileName)));
    }

    /** False if the row was already gone. */
    boolean delete(Row row) {
        return moodle.sql("DELETE FROM {files} WHERE id = ? AND contenthash = ?")
                        .params(row.id(), row.contentHash())
                        .update()
                == 1;
    }

    boolean used(String contentHash) {
        return any("SELECT COUNT(*) FROM {files} WHERE contenthash = ?", contentHash);
    }

    private boolean any(String count, String parameter) {
        return moodle.sql(count).param(parameter).query(Long.class).single() > 0;
    }

    private void insert(
            long contextId,
            String name,
            String hash,
            long bytes,
            String type,
            Long user,
            Instant created,
            Instant modified) {
        moodle.sql("INSERT INTO {files} (contenthash, pathnamehash, contextid, component, filearea, itemid, filepath,"
                        + " filename, userid, filesize, mimetype, status, timecreated, timemodified, sortorder)"
                        + " VALUES (?, ?, ?, 'backup', 'automated', 0, '/', ?, ?, ?, ?, 0, ?, ?, 0)")
                .params(
                        hash,
                        pathHash(contextId, name),
                        contextId,
                        name,
                        user,
                        bytes,
                        type,
                        created.getEpochSecond(),
                        modified.getEpochSecond())
                .update();
    }

    /** The first of the site's administrators, who owns Moodle's automated backups; null if there is none. */
    private Long administrator() {
        return moodle.sql("SELECT value FROM {config} WHERE name = 'siteadmins'").query(String.class).list().stream()
                .map(admins -> admins == null ? "" : admins.split(",")[0].trim())
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst()
                .orElse(null);
    }

    private static String pathHash(long contextId, String fileName) {
        return sha1("/" + contextId + "/backup/automated/0/" + fileName);
    }

    /** A reference to a file of this site, as written by Moodle's pack_reference. */
    private static String reference(long contextId, String fileName) {
        String serialized =
                "a:6:{s:9:\"contextid\";i:" + contextId + ";s:9:\"component\";s:6:\"backup\";s:6:\"itemid\";i:0;"
                        + "s:8:\"filearea\";s:9:\"automated\";s:8:\"filepath\";s:1:\"/\";s:8:\"filename\";s:"
                        + fileName.getBytes(StandardCharsets.UTF_8).length + ":\"" + fileName + "\";}";
        return Base64.getEncoder().encodeToString(serialized.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
