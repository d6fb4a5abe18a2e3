package org.coursebackup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the program's history knows about drills. */
public final class Drills {
    /** Cause of those that the schedule made. */
    static final String SCHEDULE = "schedule";

    private static final int LONGEST = 2000;
    private static final Duration KEPT = Duration.ofDays(400);
    private static final RowMapper<DrillAttempt> ATTEMPT = (row, n) -> new DrillAttempt(
            row.getLong("course_id"),
            Instant.ofEpochSecond(row.getLong("started")),
            Instant.ofEpochSecond(row.getLong("ended")),
            row.getString("cause"),
            row.getString("result"),
            row.getString("reason"),
            row.getString("file_name"),
            row.getObject("made") == null ? null : Instant.ofEpochSecond(row.getLong("made")),
            row.getLong("row_count"));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** @param history whose tables are up to date */
    public Drills(DataSource history) {
        this.jdbc = new JdbcTemplate(history);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(history));
    }

    /** Keeps what became of a drill, and forgets those of long ago. What was refused says nothing about the course. */
    void record(DrillAttempt attempt) {
        transaction.executeWithoutResult(all -> {
            jdbc.update(
                    "delete from drill where started < ?",
                    attempt.started().minus(KEPT).getEpochSecond());
            jdbc.update(
                    "delete from drill where course_id = ? and started = ?",
                    attempt.courseId(),
                    attempt.started().getEpochSecond());
            jdbc.update(
                    "insert into drill (course_id, started, ended, cause, result, reason, file_name, made, row_count)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    attempt.courseId(),
                    attempt.started().getEpochSecond(),
                    attempt.ended().getEpochSecond(),
                    attempt.cause(),
                    attempt.result(),
                    cut(attempt.reason()),
                    attempt.fileName(),
                    attempt.made() == null ? null : attempt.made().getEpochSecond(),
                    attempt.rows());
            if (attempt.restored()) {
                jdbc.update(
                        "update course set proved = ?, proved_made = ?, drill_failed = null where course_id = ?",
                        attempt.ended().getEpochSecond(),
                        attempt.made().getEpochSecond(),
                        attempt.courseId());
            } else if (attempt.tried()) {
                jdbc.update(
                        "update course set drill_failed = ? where course_id = ?",
                        cut(attempt.reason()),
                        attempt.courseId());
            }
        });
    }

    /** The latest drills, newest first. */
    public List<DrillAttempt> latest(int most) {
        return jdbc.query("select * from drill order by started desc, course_id limit ?", ATTEMPT, most);
    }

    /**
     * What drills came to.
     *
     * @param proved courses of which an archive was proved restorable
     * @param failed courses whose last drill failed
     * @param oldest when the course proved longest ago was; null if none was
     */
    public record Figures(long proved, long failed, Instant oldest) {}

    public Figures figures() {
        return jdbc.queryForObject("select count(proved), count(drill_failed), min(proved) from course", (row, n) -> {
            long oldest = row.getLong(3);
            return new Figures(row.getLong(1), row.getLong(2), row.wasNull() ? null : Instant.ofEpochSecond(oldest));
        });
    }

    /** What people have to know, with what to do; empty if no course's last drill failed and drills can be made. */
    public Optional<String> notice() {
        Map<Long, String> failed = failed();
        if (!failed.isEmpty()) {
            Map.Entry<Long, String> first = failed.entrySet().iterator().next();
            return Optional.of((failed.size() == 1
                            ? "The archive of one course"
                            : "The archives of " + failed.size() + " courses")
                    + " did not come back when a Moodle restored them for a drill: course " + first.getKey() + ": "
                    + first.getValue() + " See the pages of the courses; after mending it, run 'drill COURSE'.");
        }
        return latest(1).stream()
                .filter(attempt -> !attempt.tried())
                .map(attempt -> "The last restore drill could not be made: " + attempt.reason())
                .findFirst();
    }

    /** Courses whose last drill failed, with the reason. */
    private Map<Long, String> failed() {
        Map<Long, String> failed = new TreeMap<>();
        jdbc.query("select course_id, drill_failed from course where drill_failed is not null", row -> {
            failed.put(row.getLong(1), row.getString(2));
        });
        return failed;
    }

    /**
     * When each course that has a good archive was last drilled; null if never, and long ago ({@link Instant#MIN}) if
     * its drill failed and the archive that was made anew since has not been tried. Without those tried since then.
     */
    Map<Long, Instant> notTriedSince(Instant start) {
        Map<Long, Instant> last = new TreeMap<>();
        jdbc.query(
                "select c.course_id, case when c.drill_failed is not null and c.good_made > max(d.made)"
                        + " and count(distinct case when d.result in ('differs', 'failed') then d.made end) = 1"
                        + " then -1 else max(d.started) end"
                        + " from course c left join drill d on d.course_id = c.course_id where c.good_run is not null"
                        + " group by c.course_id, c.drill_failed, c.good_made"
                        + " having max(d.started) is null or max(d.started) < ?",
                row -> {
                    long started = row.getLong(2);
                    Instant drilled = row.wasNull() ? null : Instant.ofEpochSecond(started);
                    last.put(row.getLong(1), started < 0 ? Instant.MIN : drilled);
                },
                start.getEpochSecond());
        return last;
    }

    /** How many courses the schedule has tried since then. */
    int triedSince(Instant start) {
        return jdbc.queryForObject(
                "select count(*) from drill where cause = ? and started >= ?",
                Integer.class,
                SCHEDULE,
                start.getEpochSecond());
    }

    /** When the schedule last tried one before that. */
    Optional<Instant> lastBefore(Instant start) {
        return Optional.ofNullable(jdbc.queryForObject(
                        "select max(started) from drill where cause = ? and started < ?",
                        Long.class,
                        SCHEDULE,
                        start.getEpochSecond()))
                .map(Instant::ofEpochSecond);
    }

    private static String cut(String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
