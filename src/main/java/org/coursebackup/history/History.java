package org.coursebackup.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the program's own history. Thread-safe. What is recorded again for the same run and course replaces what was
 * there.
 */
public final class History {
    private static final List<String> OUTCOME_TABLES =
            List.of("outcome_warning", "outcome_rows", "outcome_unread", "outcome");

    private final JdbcClient history;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final boolean embedded;
    private final Announcements announcements;
    private final StandingArchives archives;
    private final Causes causes;
    private final Compaction compaction;

    /**
     * Brings the tables up to date.
     *
     * @throws HistoryException if that is not possible
     */
    public History(DataSource database) {
        this.batches = new JdbcTemplate(database);
        this.history = JdbcClient.create(batches);
        this.announcements = new Announcements(history);
        this.compaction = new Compaction(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.archives = new StandingArchives(history, transaction);
        this.causes = new Causes(batches);
        new HistorySchema(database).update();
        causes.takeOver();
        this.embedded = Boolean.TRUE.equals(batches.execute((ConnectionCallback<Boolean>) History::embedded));
    }

    /** Records that a run has begun and returns its id, which is unique and grows with time. */
    public synchronized long begin(String cause, String process, Instant started) {
        long newest = history.sql("select coalesce(max(id), 0) from run")
                .query(Long.class)
                .single();
        long id = Math.max(started.toEpochMilli(), newest + 1);
        history.sql("insert into run (id, cause, process, state, started) values (?, ?, ?, 'running', ?)")
                .params(id, cause, process, started.getEpochSecond())
                .update();
        keepThrough();
        return id;
    }

    /** Records a run that was planned, or asked for, and did not begin. */
    public synchronized void missed(String cause, String process, String why, Instant planned) {
        long id = planned.toEpochMilli();
        while (history.sql("select count(*) from run where id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                > 0) {
            id++;
        }
        history.sql("insert into run (id, cause, process, state, reason, started, ended)"
                        + " values (?, ?, ?, 'missed', ?, ?, ?)")
                .params(id, cause, process, cut(why), planned.getEpochSecond(), planned.getEpochSecond())
                .update();
    }

    /** Records how a run ended; the totals are taken from its outcomes. */
    public void end(long runId, String state, String reason, int offered, Instant ended) {
        history.sql("update run set state = :state, reason = :reason, offered = :offered, ended = :ended,"
                        + " ok = (select count(*) from outcome where run_id = :run and result = 'OK'),"
                        + " warned = (select count(*) from outcome where run_id = :run and result = 'WARNING'),"
                        + " unchanged = (select count(*) from outcome where run_id = :run and result = 'UNCHANGED'),"
                        + " skipped = (select count(*) from outcome where run_id = :run and result = 'SKIPPED'),"
                        + " failed = (select count(*) from outcome where run_id = :run"
                        + " and result in ('FAILED', 'INTERRUPTED')),"
                        + " bytes = (select coalesce(sum(bytes), 0) from outcome where run_id = :run),"
                        + " cloned = (select coalesce(sum(cloned), 0) from outcome where run_id = :run),"
                        + " copied = (select coalesce(sum(copied), 0) from outcome where run_id = :run),"
                        + " bytes_read = (select coalesce(sum(bytes_read), 0) from outcome where run_id = :run),"
                        + " statements = (select coalesce(sum(statements), 0) from outcome where run_id = :run)"
                        + " where id = :run")
                .param("state", state)
                .param("reason", cut(reason))
                .param("offered", offered)
                .param("ended", ended.getEpochSecond())
                .param("run", runId)
                .update();
    }

    /** Whether a run, other than the one given, was or may have been in progress at that moment. */
    public boolean ranAt(Instant moment, long current) {
        return history.sql("select count(*) from run where id <> ? and state <> 'missed' and started <= ?"
                                + " and (ended is null or ended >= ?)")
                        .params(current, moment.getEpochSecond(), moment.getEpochSecond())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The newest run, other than the one given, that a process left behind; 0 if there is none. */
    public long abandoned(long current) {
        return history.sql("select coalesce(max(id), 0) from run where state = 'running' and id <> ?")
                .param(current)
                .query(Long.class)
                .single();
    }

    /** Ends the runs that processes left behind. Only for the holder of the run lock. */
    public void endAbandoned(long current, Instant ended) {
        for (long id = abandoned(current); id != 0; id = abandoned(current)) {
            int known = history.sql("select count(*) from outcome where run_id = ?")
                    .param(id)
                    .query(Integer.class)
                    .single();
            end(id, "interrupted", "The process ended before the run did.", known, ended);
        }
    }

    /**
     * Announces an archive, before it gets its final name. {@link #record} of the archive takes the announcement back.
     */
    public void announce(Announced archive) {
        transaction.executeWithoutResult(status -> announcements.add(archive));
        keepThrough();
    }

    /** Archives that were announced and not recorded: they may exist, or not. */
    public List<Announced> announced() {
        return announcements.all();
    }

    /** Those of one course. */
    public List<Announced> announced(long courseId) {
        return announcements.of(courseId);
    }

    /** Takes an announcement back, since there is no such archive. */
    public void withdraw(Announced archive) {
        announcements.remove(
                archive.outcome().runId(), archive.outcome().course().id());
    }

    /** What becomes of archives after they were recorded. */
    public StandingArchives archives() {
        return archives;
    }

    /** Records how a course ended, and when it is due again. */
    public void record(Outcome outcome, OutcomeDetails details, Instant nextStart) {
        record(outcome, details, nextStart, true);
    }

    /** The same for an archive that was found later; what a later run said of the course remains the latest. */
    public void recordFound(Outcome outcome, OutcomeDetails details, Instant nextStart) {
        record(outcome, details, nextStart, newest(outcome));
    }

    private void record(Outcome outcome, OutcomeDetails details, Instant nextStart, boolean newest) {
        Map<CausePattern, Integer> why = Causes.of(outcome, details.warnings());
        causes.met(why.keySet(), outcome.ending().ended());
        transaction.executeWithoutResult(status -> {
            forget(outcome.runId(), outcome.course().id());
            insert(outcome, details.warnings().size());
            warnings(outcome, details.warnings());
            tables("outcome_rows", outcome, details.rowsByTable());
            tables("outcome_unread", outcome, details.unreadTables());
            if (outcome.result().archived()) {
                archives(outcome, details);
                announcements.remove(outcome.runId(), outcome.course().id());
            }
            if (newest) {
                latest(outcome, nextStart);
                causes.latest(outcome.course().id(), why);
                good(outcome, Long.MAX_VALUE);
            } else {
                good(outcome, outcome.ending().ended().getEpochSecond());
            }
        });
        if (outcome.result().archived()) {
            keepThrough();
        }
    }

    /**
     * Records that a course is still what one of its archives holds, as of when work on it began.
     *
     * @param archiveRun the run that made the archive
     */
    public void unchanged(Outcome outcome, long archiveRun, Instant nextStart) {
        long asOf = outcome.ending().started().getEpochSecond();
        transaction.executeWithoutResult(status -> {
            record(outcome, OutcomeDetails.NONE, nextStart);
            history.sql("update archive set confirmed = ? where run_id = ? and course_id = ?")
                    .params(asOf, archiveRun, outcome.course().id())
                    .update();
            history.sql("update course set good_as_of = ? where course_id = ? and good_run = ? and good_as_of < ?")
                    .params(asOf, outcome.course().id(), archiveRun, asOf)
                    .update();
        });
    }

    /**
     * Takes back times that lie in the future, as a clock that was ahead left them. What was archived then counts as
     * old as the latest run before, since nothing tells how much older than today it is.
     *
     * @param future what is later cannot be true
     * @return number of archives
     */
    public int dateBack(Instant future, Instant now) {
        long later = future.getEpochSecond();
        if (!knowsLaterThan(later)) {
            return 0;
        }
        return transaction.execute(status -> {
            Optional<Long> before = history.sql("select ended from run where ended <= ? and state <> 'missed'"
                            + " order by ended desc limit 1")
                    .param(later)
                    .query(Long.class)
                    .optional();
            long made = before.orElse(now.getEpochSecond());
            int archives = history.sql("update archive set started = ?, made = ? where made > ?")
                    .params(made, made, later)
                    .update();
            // nothing tells when it was begun: a course that was changed since may not pass for unchanged
            history.sql("update course set good_started = ?, good_made = ? where good_made > ?")
                    .params(before.orElse(0L), made, later)
                    .update();
            history.sql("update archive set confirmed = null where confirmed > ?")
                    .param(later)
                    .update();
            history.sql("update archive set checked = null where checked > ?")
                    .param(later)
                    .update();
            history.sql("update course set good_as_of = good_made where good_as_of > ?")
                    .param(later)
                    .update();
            history.sql("update course set ended = ? where ended > ?")
                    .params(now.getEpochSecond(), later)
                    .update();
            history.sql("update outcome set started = ?, ended = ? where ended > ?")
                    .params(made, made, later)
                    .update();
            causes.dateBack(future, now);
            return archives;
        });
    }

    /** Looks at the small tables: whatever is later than that belongs to such a run, or is the latest of a course. */
    private boolean knowsLaterThan(long seconds) {
        return history.sql("select count(*) from run where started > :later or ended > :later")
                                .param("later", seconds)
                                .query(Long.class)
                                .single()
                        > 0
                || history.sql("select count(*) from course where ended > :later or good_made > :later")
                                .param("later", seconds)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /**
     * Deletes runs that ended earlier, with their outcomes, and archives removed earlier; runs with an archive that
     * still exists stay, and so does the latest about each course.
     */
    public void forgetBefore(Instant when) {
        long seconds = when.getEpochSecond();
        transaction.executeWithoutResult(status -> {
            for (String table : OUTCOME_TABLES) {
                history.sql("delete from " + table + " where run_id in (select id from run where ended < ?)")
                        .param(seconds)
                        .update();
            }
            history.sql("delete from archive where removed < ?").param(seconds).update();
            history.sql("delete from run where ended < ?"
                            + " and not exists (select 1 from archive where archive.run_id = run.id)")
                    .param(seconds)
                    .update();
            causes.forgetBefore(when);
        });
    }

    /** Gives room in the file of an embedded history back, if there is much of it. Best between runs. */
    public void compact() {
        if (embedded) {
            compaction.ifWorthwhile();
        }
    }

    private void forget(long runId, long courseId) {
        for (String table : OUTCOME_TABLES) {
            forget(table, runId, courseId);
        }
        forget("archive", runId, courseId);
    }

    private void forget(String table, long runId, long courseId) {
        history.sql("delete from " + table + " where run_id = ? and course_id = ?")
                .params(runId, courseId)
                .update();
    }

    private void insert(Outcome outcome, int warnings) {
        Ending ending = outcome.ending();
        Measures measures = outcome.measures();
        history.sql("insert into outcome (run_id, course_id, shortname, fullname, result, reason, started, ended,"
                        + " millis, bytes, entries, statements, warnings, cloned, copied, bytes_read)"
                        + " values (:run, :course, :shortname, :fullname, :result, :reason, :started, :ended,"
                        + " :millis, :bytes, :entries, :statements, :warnings, :cloned, :copied, :read)")
                .param("run", outcome.runId())
                .param("course", outcome.course().id())
                .param("shortname", Stored.shortname(outcome.course().shortname()))
                .param("fullname", Stored.fullname(outcome.course().fullname()))
                .param("result", ending.result().name())
                .param("reason", cut(ending.reason()))
                .param("started", ending.started().getEpochSecond())
                .param("ended", ending.ended().getEpochSecond())
                .param("millis", measures.took().toMillis())
                .param("bytes", measures.bytes())
                .param("entries", measures.entries())
                .param("statements", measures.statements())
                .param("warnings", warnings)
                .param("cloned", measures.traffic().cloned())
                .param("copied", measures.traffic().copied())
                .param("read", measures.traffic().bytesRead())
                .update();
    }

    private void warnings(Outcome outcome, List<String> warnings) {
        List<Object[]> rows = new ArrayList<>();
        for (String warning : warnings) {
            rows.add(new Object[] {outcome.runId(), outcome.course().id(), rows.size() + 1, cut(warning)});
        }
        batches.batchUpdate("insert into outcome_warning (run_id, course_id, seq, message) values (?, ?, ?, ?)", rows);
    }

    private void tables(String kind, Outcome outcome, Map<String, Long> counts) {
        List<Object[]> rows = new ArrayList<>();
        counts.forEach((table, count) ->
                rows.add(new Object[] {outcome.runId(), outcome.course().id(), table, count}));
        batches.batchUpdate(
                "insert into " + kind + " (run_id, course_id, table_name, row_count) values (?, ?, ?, ?)", rows);
    }

    private void archives(Outcome outcome, OutcomeDetails details) {
        Ending ending = outcome.ending();
        List<Object[]> rows = new ArrayList<>();
        for (String location : details.locations()) {
            rows.add(new Object[] {
                outcome.runId(),
                outcome.course().id(),
                rows.size() + 1,
                location,
                ending.result().name(),
                outcome.measures().bytes(),
                ending.started().getEpochSecond(),
                ending.ended().getEpochSecond(),
                ending.result() == Result.OK ? details.fingerprint() : null,
                details.sha256(),
                details.digest(),
                details.stamp(),
                details.readSince()
            });
        }
        batches.batchUpdate(
                "insert into archive (run_id, course_id, seq, location, result, bytes, started, made,"
                        + " fingerprint, sha256, digest, stamp, checked)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private boolean newest(Outcome outcome) {
        return history.sql("select count(*) from course where course_id = ? and run_id > ?")
                        .params(outcome.course().id(), outcome.runId())
                        .query(Long.class)
                        .single()
                == 0;
    }

    private void latest(Outcome outcome, Instant nextStart) {
        if (outcome.result() == Result.GONE) {
            history.sql("delete from course where course_id = ?")
                    .param(outcome.course().id())
                    .update();
            return;
        }
        int known = latest(
                "update course set shortname = :shortname, fullname = :fullname, status = :status, result = :result,"
                        + " reason = :reason, run_id = :run, ended = :ended, next_start = :next"
                        + " where course_id = :course",
                outcome,
                nextStart);
        if (known == 0) {
            latest(
                    "insert into course (course_id, shortname, fullname, status, result, reason, run_id, ended,"
                            + " next_start) values (:course, :shortname, :fullname, :status, :result, :reason, :run,"
                            + " :ended, :next)",
                    outcome,
                    nextStart);
        }
    }

    /** @param before the newest good archive so far may be from then, or older */
    private void good(Outcome outcome, long before) {
        if (outcome.result().archived()) {
            history.sql("update course set good_run = ?, good_started = ?, good_made = ?, good_as_of = ?,"
                            + " good_bytes = ?, millis = ? where course_id = ? and good_made <= ?")
                    .params(
                            outcome.runId(),
                            outcome.ending().started().getEpochSecond(),
                            outcome.ending().ended().getEpochSecond(),
                            outcome.ending().ended().getEpochSecond(),
                            outcome.measures().bytes(),
                            outcome.measures().took().toMillis(),
                            outcome.course().id(),
                            before)
                    .update();
        }
    }

    private int latest(String sql, Outcome outcome, Instant nextStart) {
        return history.sql(sql)
                .param("course", outcome.course().id())
                .param("shortname", Stored.shortname(outcome.course().shortname()))
                .param("fullname", Stored.fullname(outcome.course().fullname()))
                .param("status", outcome.result().status())
                .param("result", outcome.result().name())
                .param("reason", cut(outcome.ending().reason()))
                .param("run", outcome.runId())
                .param("ended", outcome.ending().ended().getEpochSecond())
                .param("next", nextStart.getEpochSecond())
                .update();
    }

    /**
     * An embedded history writes up to half a second late, by itself; what it must not forget if the process is killed
     * meanwhile is written now.
     */
    private void keepThrough() {
        if (embedded) {
            history.sql("checkpoint").update();
        }
    }

    private static boolean embedded(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    private static String cut(String text) {
        return Stored.text(text, 2000);
    }
}
