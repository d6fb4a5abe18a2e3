package org.coursebackup.history;

import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes which causes the outcomes of courses have. */
final class Causes {
    private static final String TROUBLED = "('FAILED', 'INTERRUPTED', 'WARNING')";

    private final JdbcTemplate batches;
    private final JdbcClient history;

    Causes(JdbcTemplate batches) {
        this.batches = batches;
        this.history = JdbcClient.create(batches);
    }

    /** The causes of an outcome, each with how often it was named. */
    static Map<CausePattern, Integer> of(Outcome outcome, List<String> warnings) {
        Map<CausePattern, Integer> causes = new HashMap<>();
        switch (outcome.result()) {
            case FAILED, INTERRUPTED -> {
                if (outcome.ending().reason() != null) {
                    causes.put(CausePattern.of(outcome.ending().reason(), outcome.course()), 1);
                }
            }
            case WARNING ->
                warnings.forEach(warning -> causes.merge(CausePattern.of(warning, outcome.course()), 1, Integer::sum));
            default -> {
                // nothing is wrong
            }
        }
        return causes;
    }

    /**
     * Notes that causes were met. To be called outside of a transaction: of two that meet a new cause at the same time
     * one is refused, which would end the transaction.
     */
    void met(Iterable<CausePattern> causes, Instant when) {
        for (CausePattern cause : causes) {
            if (!seen(cause.id(), when)) {
                try {
                    history.sql("insert into cause (id, message, first_seen, last_seen) values (?, ?, ?, ?)")
                            .params(cause.id(), cause.message(), when.getEpochSecond(), when.getEpochSecond())
                            .update();
                } catch (DuplicateKeyException another) {
                    seen(cause.id(), when);
                }
            }
        }
    }

    private boolean seen(String id, Instant when) {
        return history.sql("update cause set last_seen = case when last_seen < :when then :when else last_seen end,"
                                + " first_seen = case when first_seen > :when then :when else first_seen end"
                                + " where id = :id")
                        .param("when", when.getEpochSecond())
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Replaces the causes of what last became of a course. */
    void latest(long courseId, Map<CausePattern, Integer> causes) {
        history.sql("delete from course_cause where course_id = ?")
                .param(courseId)
                .update();
        List<Object[]> rows = new ArrayList<>();
        causes.forEach((cause, times) -> rows.add(new Object[] {courseId, cause.id(), times}));
        if (!rows.isEmpty()) {
            batches.batchUpdate("insert into course_cause (course_id, cause_id, times) values (?, ?, ?)", rows);
        }
    }

    /** Forgets what no course has and none met since then. */
    void forgetBefore(Instant when) {
        history.sql("delete from course_cause where course_id not in (select course_id from course)")
                .update();
        history.sql("delete from cause where last_seen < ?"
                        + " and not exists (select 1 from course_cause where cause_id = cause.id)")
                .param(when.getEpochSecond())
                .update();
    }

    /** Finds the causes of outcomes that were recorded before there was a table for them; once. */
    void takeOver() {
        if (!wanted()) {
            return;
        }
        Map<Long, Long> latest = new HashMap<>();
        history.sql("select course_id, run_id from course where result in " + TROUBLED)
                .query(row -> {
                    latest.put(row.getLong(1), row.getLong(2));
                });
        List<Long> runs = history.sql(
                        "select distinct run_id from outcome where result in " + TROUBLED + " order by run_id")
                .query(Long.class)
                .list();
        runs.forEach(run -> takeOver(run, latest));
    }

    private void takeOver(long run, Map<Long, Long> latest) {
        history.sql("select * from outcome where run_id = ? and result in " + TROUBLED)
                .param(run)
                .query(HistoryRows::outcome)
                .list()
                .forEach(outcome -> {
                    Map<CausePattern, Integer> causes = of(outcome, warnings(outcome));
                    met(causes.keySet(), outcome.ending().ended());
                    if (latest.getOrDefault(outcome.course().id(), 0L) == run) {
                        latest(outcome.course().id(), causes);
                    }
                });
    }

    /** Takes back times that lie in the future. */
    void dateBack(Instant future, Instant now) {
        for (String column : List.of("first_seen", "last_seen")) {
            history.sql("update cause set " + column + " = ? where " + column + " > ?")
                    .params(now.getEpochSecond(), future.getEpochSecond())
                    .update();
        }
    }

    private boolean wanted() {
        return count("select count(*) from cause") == 0
                && count("select count(*) from course where result in " + TROUBLED) > 0;
    }

    private long count(String sql) {
        return history.sql(sql).query(Long.class).single();
    }

    private List<String> warnings(Outcome outcome) {
        return history.sql("select message from outcome_warning where run_id = ? and course_id = ? order by seq")
                .params(outcome.runId(), outcome.course().id())
                .query((ResultSet row, int number) -> row.getString(1))
                .list();
    }
}
