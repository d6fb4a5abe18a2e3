package org.coursebackup.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the program's own history. Thread-safe. What is recorded again for the same run and course replaces what was
 * there.
 */
public final class History {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /**
     * Brings the tables up to date.
     *
     * @throws HistoryException if that is not possible
     */
    public History(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        new HistorySchema(database).update();
    }

    /** Records that a run has begun and returns its id, which is unique and grows with time. */
    public synchronized long begin(String cause, String process, long startedMillis) {
        Long newest = jdbc.queryForObject("select coalesce(max(id), 0) from run", Long.class);
        long id = Math.max(startedMillis, newest + 1);
        jdbc.update(
                "insert into run (id, cause, process, state, started) values (?, ?, ?, 'running', ?)",
                id,
                cause,
                process,
                startedMillis / 1000);
        return id;
    }

    /** Records how a run ended; the counts are taken from its outcomes. */
    public void end(long runId, String state, String reason, int offered, long ended) {
        jdbc.update(
                "update run set state = ?, reason = ?, offered = ?, ended = ?,"
                        + " ok = (select count(*) from outcome where run_id = ? and result = 'OK'),"
                        + " warned = (select count(*) from outcome where run_id = ? and result = 'WARNING'),"
                        + " skipped = (select count(*) from outcome where run_id = ? and result = 'SKIPPED'),"
                        + " failed = (select count(*) from outcome where run_id = ? and result in ('FAILED',"
                        + " 'INTERRUPTED')),"
                        + " bytes = (select coalesce(sum(bytes), 0) from outcome where run_id = ?) where id = ?",
                state,
                cut(reason),
                offered,
                ended,
                runId,
                runId,
                runId,
                runId,
                runId,
                runId);
    }

    /** The newest run, other than the one given, that a process left behind; 0 if there is none. */
    public long abandoned(long current) {
        return jdbc.queryForObject(
                "select coalesce(max(id), 0) from run where state = 'running' and id <> ?", Long.class, current);
    }

    /** Ends the runs that processes left behind. Only for the holder of the run lock. */
    public void endAbandoned(long current, long ended) {
        for (long id = abandoned(current); id != 0; id = abandoned(current)) {
            Integer known = jdbc.queryForObject("select count(*) from outcome where run_id = ?", Integer.class, id);
            end(id, "interrupted", "The process ended before the run did.", known, ended);
        }
    }

    /** Records how a course ended, with warnings, rows and archive. */
    public void record(Outcome outcome) {
        transaction.executeWithoutResult(status -> {
            forget(outcome.runId(), outcome.courseId());
            jdbc.update(
                    "insert into outcome (run_id, course_id, shortname, fullname, result, reason, started,"
                            + " ended, millis, bytes,"
                            + " entries, statements, warnings) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    outcome.runId(),
                    outcome.courseId(),
                    outcome.shortname(),
                    outcome.fullname(),
                    outcome.result().name(),
                    cut(outcome.reason()),
                    outcome.started(),
                    outcome.ended(),
                    outcome.millis(),
                    outcome.bytes(),
                    outcome.entries(),
                    outcome.statements(),
                    outcome.warnings().size());
            details(outcome);
            latest(outcome);
        });
    }

    /** Records that an archive was copied to another place. */
    public void copied(String location, String copy) {
        jdbc.update(
                "insert into archive (run_id, course_id, seq, location, result, bytes, started, made)"
                        + " select a.run_id, a.course_id, (select max(b.seq) + 1 from archive b where b.run_id"
                        + " = a.run_id and b.course_id = a.course_id),"
                        + " ?, a.result, a.bytes, a.started, a.made from archive a where a.location = ?",
                copy,
                location);
    }

    /** Records that retention removed an archive. */
    public void removed(String location, long when) {
        jdbc.update("update archive set removed = ? where location = ? and removed is null", when, location);
    }

    /**
     * Deletes runs that ended earlier, with their outcomes, and archives removed earlier; runs with an archive that
     * still exists stay, and so does the latest about each course.
     */
    public void forgetBefore(long when) {
        transaction.executeWithoutResult(status -> {
            String old = " in (select id from run where ended < ?)";
            for (String table : new String[] {"outcome_warning", "outcome_rows", "outcome_unread", "outcome"}) {
                jdbc.update("delete from " + table + " where run_id" + old, when);
            }
            jdbc.update("delete from archive where removed < ?", when);
            jdbc.update(
                    "delete from run where ended < ? and not exists (select 1 from archive where archive.run_id"
                            + " = run.id)",
                    when);
        });
    }

    private void forget(long runId, long courseId) {
        for (String table : new String[] {"outcome_warning", "outcome_rows", "outcome_unread", "archive", "outcome"}) {
            jdbc.update("delete from " + table + " where run_id = ? and course_id = ?", runId, courseId);
        }
    }

    private void details(Outcome outcome) {
        List<Object[]> warnings = new ArrayList<>();
        for (String warning : outcome.warnings()) {
            warnings.add(new Object[] {outcome.runId(), outcome.courseId(), warnings.size() + 1, cut(warning)});
        }
        jdbc.batchUpdate("insert into outcome_warning (run_id, course_id, seq, message) values (?, ?, ?, ?)", warnings);
        tables("outcome_rows", outcome, outcome.rowsByTable());
        tables("outcome_unread", outcome, outcome.unreadTables());
        if (!outcome.result().archived()) {
            return;
        }
        int seq = 0;
        for (String location : outcome.locations()) {
            jdbc.update(
                    "insert into archive (run_id, course_id, seq, location, result, bytes, started, made)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    outcome.runId(),
                    outcome.courseId(),
                    ++seq,
                    location,
                    outcome.result().name(),
                    outcome.bytes(),
                    outcome.started(),
                    outcome.ended());
        }
    }

    private void tables(String kind, Outcome outcome, Map<String, Long> counts) {
        List<Object[]> rows = new ArrayList<>();
        counts.forEach((table, count) -> rows.add(new Object[] {outcome.runId(), outcome.courseId(), table, count}));
        jdbc.batchUpdate(
                "insert into " + kind + " (run_id, course_id, table_name, row_count) values (?, ?, ?, ?)", rows);
    }

    private void latest(Outcome outcome) {
        if (outcome.result() == Result.GONE) {
            jdbc.update("delete from course where course_id = ?", outcome.courseId());
            return;
        }
        int known = jdbc.update(
                "update course set shortname = ?, fullname = ?, status = ?, result = ?, reason = ?, run_id = ?,"
                        + " ended = ?, next_start = ? where course_id = ?",
                outcome.shortname(),
                outcome.fullname(),
                outcome.result().status(),
                outcome.result().name(),
                cut(outcome.reason()),
                outcome.runId(),
                outcome.ended(),
                outcome.nextStart(),
                outcome.courseId());
        if (known == 0) {
            jdbc.update(
                    "insert into course (course_id, shortname, fullname, status, result, reason, run_id, ended,"
                            + " next_start)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    outcome.courseId(),
                    outcome.shortname(),
                    outcome.fullname(),
                    outcome.result().status(),
                    outcome.result().name(),
                    cut(outcome.reason()),
                    outcome.runId(),
                    outcome.ended(),
                    outcome.nextStart());
        }
        if (outcome.result().archived()) {
            jdbc.update(
                    "update course set good_run = ?, good_started = ?, good_made = ?, good_bytes = ?, millis ="
                            + " ? where course_id = ?",
                    outcome.runId(),
                    outcome.started(),
                    outcome.ended(),
                    outcome.bytes(),
                    outcome.millis(),
                    outcome.courseId());
        }
    }

    private static String cut(String text) {
        return text == null || text.length() <= 2000 ? text : text.substring(0, 1999) + "…";
    }
}
