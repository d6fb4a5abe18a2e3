package org.coursebackup.history;

import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what becomes of archives after they were recorded, each by its location: read again, damaged, copied, removed.
 * Thread-safe.
 */
public final class StandingArchives {
    private static final int LONGEST = 2000;

    private final JdbcClient history;
    private final TransactionTemplate transaction;

    StandingArchives(JdbcClient history, TransactionTemplate transaction) {
        this.history = history;
        this.transaction = transaction;
    }

    /**
     * Records that an archive was read back completely once more.
     *
     * @param finding what there is to say about it; null for nothing
     */
    public void reread(String location, Instant when, String finding) {
        history.sql("update archive set checked = ?, finding = ? where location = ? and removed is null")
                .params(when.getEpochSecond(), Stored.text(finding, LONGEST), location)
                .update();
    }

    /** Records that no contents are to be shared with an archive any more. */
    public void unshare(String location) {
        history.sql("update archive set stamp = null where location = ?")
                .param(location)
                .update();
    }

    /** Records the hash of an archive that was made before hashes were taken, or was never read as a whole. */
    public void hashed(String location, String sha256) {
        history.sql("update archive set sha256 = ? where location = ? and removed is null and sha256 is null")
                .params(sha256, location)
                .update();
    }

    /** Records that an archive is damaged, so that it no longer counts; the next newest good one takes its place. */
    public void damaged(long courseId, String location, Instant when, String finding) {
        transaction.executeWithoutResult(status -> {
            reread(location, when, finding);
            history.sql("update archive set damaged = ? where location = ? and removed is null and damaged is null")
                    .params(when.getEpochSecond(), location)
                    .update();
            good(courseId);
        });
    }

    /** Records that an archive is gone, though this program did not remove it. */
    public void lost(long courseId, String location, Instant when, String finding) {
        transaction.executeWithoutResult(status -> {
            damaged(courseId, location, when, finding);
            removed(location, when);
        });
    }

    /** Records that an archive that was damaged is good again, so that it counts. */
    public void mended(long courseId, String location, Instant when, String finding) {
        transaction.executeWithoutResult(status -> {
            reread(location, when, finding);
            history.sql("update archive set damaged = null where location = ? and removed is null")
                    .param(location)
                    .update();
            good(courseId);
        });
    }

    /** The newest archive that is not damaged is the course's newest good one. */
    private void good(long courseId) {
        ArchiveRow newest = history.sql(
                        "select * from archive where course_id = ? and removed is null and damaged is null"
                                + " order by made desc, run_id desc limit 1")
                .param(courseId)
                .query(HistoryRows::archive)
                .optional()
                .orElse(null);
        if (newest == null) {
            history.sql("update course set good_run = null, good_started = 0, good_made = 0, good_as_of = 0,"
                            + " good_bytes = 0 where course_id = ?")
                    .param(courseId)
                    .update();
            return;
        }
        Instant asOf = newest.confirmed() == null ? newest.made() : newest.confirmed();
        history.sql("update course set good_run = ?, good_started = ?, good_made = ?, good_as_of = ?,"
                        + " good_bytes = ? where course_id = ?")
                .params(
                        newest.runId(),
                        newest.started().getEpochSecond(),
                        newest.made().getEpochSecond(),
                        asOf.getEpochSecond(),
                        newest.bytes(),
                        courseId)
                .update();
    }

    /** Whether there is an archive, as far as is known. */
    public boolean knows(String location) {
        return history.sql("select count(*) from archive where location = ? and removed is null")
                        .param(location)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Records that an archive was copied to another place.
     *
     * @param lockedUntil until then the copy cannot be deleted; null if it can be
     */
    public void copied(String location, String copy, Instant lockedUntil) {
        transaction.executeWithoutResult(status -> {
            copied(location, copy);
            if (lockedUntil != null) {
                locked(copy, lockedUntil);
            }
        });
    }

    private void copied(String location, String copy) {
        history.sql("insert into archive (run_id, course_id, seq, location, result, bytes, started, made,"
                        + " fingerprint, confirmed, sha256, digest, checked)"
                        + " select a.run_id, a.course_id, (select max(b.seq) + 1 from archive b where b.run_id"
                        + " = a.run_id and b.course_id = a.course_id),"
                        + " ?, a.result, a.bytes, a.started, a.made, a.fingerprint, a.confirmed, a.sha256, a.digest,"
                        + " a.checked"
                        + " from archive a where a.location = ?")
                .params(copy, location)
                .update();
    }

    /** Records that retention removed an archive. */
    public void removed(String location, Instant when) {
        history.sql("update archive set removed = ? where location = ? and removed is null")
                .params(when.getEpochSecond(), location)
                .update();
    }

    /** Records until when an archive cannot be deleted, as its place says. */
    public void locked(String location, Instant until) {
        history.sql("update archive set locked_until = ? where location = ? and removed is null")
                .params(until.getEpochSecond(), location)
                .update();
    }

    /** Records that its place refused to delete an archive. */
    public void refused(String location, Instant when) {
        history.sql("update archive set refused = ? where location = ? and removed is null")
                .params(when.getEpochSecond(), location)
                .update();
    }
}
