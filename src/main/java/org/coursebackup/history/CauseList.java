package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Why courses fail or lack something at present, grouped by the database. Thread-safe. */
public final class CauseList {
    /** Failed, or without something; a course that a rule skips meanwhile is neither. */
    private static final String TROUBLED = "c.status in ('0', '4')";

    private static final String CURRENT = "select k.id, k.message, k.first_seen, k.last_seen,"
            + " max(case when c.status = '0' then 1 else 0 end) as failed, count(*) as courses,"
            + " sum(x.times) as times, min(c.course_id) as example"
            + " from course_cause x join course c on c.course_id = x.course_id join cause k on k.id = x.cause_id"
            + " where " + TROUBLED;

    private final JdbcClient history;

    public CauseList(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** Causes that courses have at present: those that let courses fail first, then by number of courses. */
    public List<Cause> current(int limit) {
        return history.sql("select g.*, n.course_id, n.shortname, n.fullname from (" + CURRENT
                        + " group by k.id, k.message, k.first_seen, k.last_seen"
                        + " order by failed desc, courses desc, k.id limit ?) g"
                        + " join course n on n.course_id = g.example"
                        + " order by g.failed desc, g.courses desc, g.id")
                .param(limit)
                .query(CauseList::cause)
                .list();
    }

    /** How many causes there are at present. */
    public long count() {
        return history.sql("select count(distinct x.cause_id) from course_cause x"
                        + " join course c on c.course_id = x.course_id where " + TROUBLED)
                .query(Long.class)
                .single();
    }

    /** Causes that courses met since then, but that none has any more, the latest first. */
    public List<Cause> gone(Instant since, int limit) {
        return history.sql("select k.*, 0 as failed, 0 as courses, 0 as times, 0 as course_id, '' as shortname,"
                        + " '' as fullname from cause k where k.last_seen >= ? and not exists (select 1 from"
                        + " course_cause x join course c on c.course_id = x.course_id where x.cause_id = k.id and "
                        + TROUBLED + ") order by k.last_seen desc, k.id limit ?")
                .params(since.getEpochSecond(), limit)
                .query(CauseList::cause)
                .list();
    }

    /** A cause that some course has, or had; without numbers. */
    public Optional<Cause> cause(String id) {
        return history.sql("select k.*, 0 as failed, 0 as courses, 0 as times, 0 as course_id, '' as shortname,"
                        + " '' as fullname from cause k where k.id = ?")
                .param(id)
                .query(CauseList::cause)
                .optional();
    }

    /** Courses with status error or warning of which nothing is known here, as Moodle's own backups leave them. */
    public long unexplained() {
        return history.sql("select count(*) from course c where " + TROUBLED
                        + " and not exists (select 1 from course_cause x where x.course_id = c.course_id)")
                .query(Long.class)
                .single();
    }

    private static Cause cause(ResultSet row, int number) throws SQLException {
        return new Cause(
                row.getString("id"),
                row.getString("message"),
                row.getInt("failed") != 0,
                row.getLong("courses"),
                row.getLong("times"),
                new CourseName(row.getLong("course_id"), row.getString("shortname"), row.getString("fullname")),
                HistoryRows.time(row, "first_seen"),
                HistoryRows.time(row, "last_seen"));
    }
}
