package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.retention.Retention;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.RetentionSettings;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.verify.Printable;

/**
 * Moodle's own file area for automated backups, so that teachers see the archives on the course's restore page, with
 * its retention. The pool file comes first, then its rows: a kill may leave a pool file without a row, never a row
 * without a pool file.
 */
public final class CourseFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CourseFiles.class);

    private static final String SCHEME = "moodle-files:";

    private final CourseFileRows rows;
    private final MoodlePool pool;
    private final Retention retention;
    private final Function<String, Optional<Pin>> pins;
    private final Consumer<String> removed;
    private final Clock clock;

    /**
     * @param moodle Moodle's main database, which is written to
     * @param filedir Moodle's file pool, {@code trashdir} its trash
     * @param pins the pin of the archive with that file name
     * @param removed receives the location of each archive removed
     * @param clock its zone decides when days begin
     */
    public CourseFiles(
            MoodleDatabase moodle,
            Path filedir,
            Path trashdir,
            RetentionSettings keep,
            Function<String, Optional<Pin>> pins,
            Consumer<String> removed,
            Clock clock) {
        this.rows = new CourseFileRows(moodle);
        this.pool = new MoodlePool(filedir, trashdir);
        this.retention = new Retention(keep, clock.getZone());
        this.pins = pins;
        this.removed = removed;
        this.clock = clock;
    }

    /**
     * Puts a verified archive into the area. The {@code .part} stays where it is.
     *
     * @param begun when making the archive began
     * @return the location for the history
     * @throws TargetException if the area can't take it; no row is left then
     */
    public String publish(long courseId, Path part, String fileName, Instant begun) throws TargetException {
        long contextId = rows.context(courseId)
                .orElseThrow(() -> TargetException.saying("Course " + courseId
                        + " has no context in Moodle, so its file area cannot take an archive."
                        + " Open the course once in Moodle; it will be tried again."));
        try {
            if (rows.has(contextId, fileName)) {
                throw TargetException.saying("The course's file area already has " + fileName
                        + ", made within the same minute; it was not replaced. The course will be tried again.");
            }
            empty();
            MoodlePool.Content content = pool.add(part, ".coursebackup-" + courseId + ".part");
            rows.add(contextId, fileName, content.hash(), content.bytes(), begun, clock.instant());
            if (!Files.isRegularFile(content.path())) {
                throw TargetException.saying(
                        "Moodle took the archive's content away while it was stored; the course will be tried again.");
            }
            return location(contextId, fileName);
        } catch (TargetException known) {
            throw known;
        } catch (IOException failure) {
            throw TargetException.saying(
                    "Moodle's file pool " + pool.filedir() + " did not accept the archive: " + Printable.reason(failure)
                            + ". The user who runs this program must be able to write there (backup.storage)."
                            + " The course will be tried again.");
        } catch (DataAccessException failure) {
            throw TargetException.saying(
                    "Moodle's table files did not accept the archive's row: " + Printable.reason(failure)
                            + ". Grant INSERT and DELETE on it (backup.storage). The course will be tried again.");
        }
    }

    /**
     * After a success: removes what the rules no longer keep; first the row, then the pool file if no other row uses
     * it.
     *
     * @param published file name of the archive just stored
     * @param known what the history knows about archives, by location
     */
    public void tidy(long courseId, String published, Map<String, KnownArchive> known) {
        rows.context(courseId).ifPresent(contextId -> tidyArea(contextId, published, known));
    }

    private void tidyArea(long contextId, String published, Map<String, KnownArchive> known) {
        Map<String, CourseFileRows.Row> byName = new TreeMap<>();
        List<StoredArchive> archives = new ArrayList<>();
        for (CourseFileRows.Row row : rows.list(contextId)) {
            byName.put(row.fileName(), row);
            archives.add(KnownArchive.stored(
                    known.get(location(contextId, row.fileName())),
                    row.fileName(),
                    row.begun(),
                    pins.apply(row.fileName()).map(Pin::toString).orElse(null)));
        }
        Instant now = clock.instant();
        for (RetentionDecision decision : retention.decide(archives, now)) {
            CourseFileRows.Row row = byName.get(decision.archive().fileName());
            if (decision.keep() || row.fileName().equals(published)) {
                continue;
            }
            if (rows.aliased(contextId, row.fileName())) {
                LOG.info(
                        "{} stays in the course's file area although it is {}: a file elsewhere is an alias of it.",
                        row.fileName(),
                        decision.reason());
                continue;
            }
            remove(contextId, row, decision.reason());
        }
    }

    private void remove(long contextId, CourseFileRows.Row row, String reason) {
        if (!rows.delete(row)) {
            return;
        }
        LOG.info("Removed {} from the course's file area: {}.", row.fileName(), reason);
        removed.accept(location(contextId, row.fileName()));
        try {
            if (!rows.used(row.contentHash())) {
                pool.trash(row.contentHash());
            }
        } catch (IOException stays) {
            LOG.warn(
                    "The content {} of {} stays unused in Moodle's file pool ({}). It does no harm but"
                            + " takes up space.",
                    row.contentHash(),
                    row.fileName(),
                    Printable.reason(stays));
        }
    }

    /** The folder's row refers to an empty pool file, which every pool with a folder has. */
    private void empty() throws IOException {
        if (!Files.exists(MoodlePool.place(pool.filedir(), CourseFileRows.EMPTY))) {
            Path nothing = Files.createTempFile("coursebackup", ".empty");
            try {
                pool.add(nothing, ".coursebackup-empty.part");
            } finally {
                Files.deleteIfExists(nothing);
            }
        }
    }

    /** Whether the history's location of an archive is such a file area. */
    public static boolean isLocation(String location) {
        return location.startsWith(SCHEME);
    }

    /** The file's path by which Moodle's table {@code files} finds it. */
    static String path(String location) {
        return location.substring(SCHEME.length());
    }

    private static String location(long contextId, String fileName) {
        return SCHEME + "/" + contextId + "/backup/automated/0/" + fileName;
    }
}
