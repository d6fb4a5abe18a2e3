package org.coursebackup.history;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/** Figures of all courses or of a whole run, summed by the database. Thread-safe. */
public final class SiteFigures {
    /**
     * How many courses have a newest good archive of which age, each course counted once.
     *
     * @param oldest when the oldest of the newest good archives was made, epoch seconds; 0 if no course has any
     */
    public record Ages(long courses, long day, long week, long month, long older, long none, long oldest) {}

    /**
     * A stretch of a run.
     *
     * @param begins seconds since the run's start
     * @param done courses done in it
     * @param bytes size of the archives finished in it
     */
    public record Stretch(long begins, long done, long bytes) {}

    private static final long DAY = 86_400;

    private final JdbcTemplate jdbc;

    public SiteFigures(DataSource history) {
        this.jdbc = new JdbcTemplate(history);
    }

    /** @param now epoch seconds */
    public Ages ages(long now) {
        return jdbc.queryForObject(
                "select count(*) as courses, sum(case when good_made >= ? then 1 else 0 end) as fresh,"
                        + " sum(case when good_made >= ? and good_made < ? then 1 else 0 end) as week,"
                        + " sum(case when good_made >= ? and good_made < ? then 1 else 0 end) as mon,"
                        + " sum(case when good_made > 0 and good_made < ? then 1 else 0 end) as older,"
                        + " sum(case when good_made = 0 then 1 else 0 end) as none,"
                        + " min(case when good_made > 0 then good_made end) as oldest from course",
                (row, n) -> new Ages(
                        row.getLong("courses"),
                        row.getLong("fresh"),
                        row.getLong("week"),
                        row.getLong("mon"),
                        row.getLong("older"),
                        row.getLong("none"),
                        row.getLong("oldest")),
                now - DAY,
                now - 7 * DAY,
                now - DAY,
                now - 30 * DAY,
                now - 7 * DAY,
                now - 30 * DAY);
    }

    /** What a run did over time, in stretches of that many seconds; those in which no course ended are left out. */
    public List<Stretch> throughput(long runId, long started, long seconds) {
        List<Stretch> stretches = new ArrayList<>();
        // written out, since databases don't recognise an expression with parameters in GROUP BY as the selected one
        String stretch = "floor((ended - " + started + ") / " + seconds + ")";
        jdbc.query(
                "select " + stretch + ", count(*), sum(bytes) from outcome where run_id = ? and result <> 'GONE'"
                        + " group by " + stretch + " order by 1",
                row -> {
                    stretches.add(new Stretch(row.getLong(1) * seconds, row.getLong(2), row.getLong(3)));
                },
                runId);
        return stretches;
    }

    /** The number of statements sent for a run's courses, and the time spent on them in milliseconds. */
    public long[] effort(long runId) {
        return jdbc.queryForObject(
                "select coalesce(sum(statements), 0), coalesce(sum(millis), 0) from outcome where run_id = ?",
                (row, n) -> new long[] {row.getLong(1), row.getLong(2)},
                runId);
    }

    /** Outcomes of a run; failed ones first, then warnings, skips and the rest. {@code result} may be empty for all. */
    public List<Outcome> outcomes(long runId, String result, int limit, long offset) {
        String condition = result.isEmpty() ? "" : " and result = ?";
        Object[] parameters =
                result.isEmpty() ? new Object[] {runId, limit, offset} : new Object[] {runId, result, limit, offset};
        return jdbc.query(
                "select * from outcome where run_id = ?" + condition + " order by case result when 'FAILED' then 0"
                        + " when 'INTERRUPTED' then 1 when 'WARNING' then 2 when 'SKIPPED' then 3 else 4 end,"
                        + " course_id limit ? offset ?",
                HistoryReader::outcome,
                parameters);
    }

    public long countOutcomes(long runId, String result) {
        return result.isEmpty()
                ? jdbc.queryForObject("select count(*) from outcome where run_id = ?", Long.class, runId)
                : jdbc.queryForObject(
                        "select count(*) from outcome where run_id = ? and result = ?", Long.class, runId, result);
    }
}
