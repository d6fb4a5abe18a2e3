package org.coursebackup.history;

import java.sql.ResultSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries the history; every list is paged by the database. Thread-safe. */
public final class HistoryReader {
    private final JdbcClient history;

    public HistoryReader(DataSource database) {
        this.history = JdbcClient.create(database);
    }

    /** When making the newest good archive of a course began; the epoch for none. */
    public Instant newestGoodStart(long courseId) {
        return course(courseId).map(CourseEntry::good).orElse(GoodArchive.NONE).started();
    }

    public Optional<CourseEntry> course(long id) {
        return history.sql("select * from course where course_id = ?")
                .param(id)
                .query(HistoryRows::course)
                .optional();
    }

    /** Every course known, one by one, without holding them. */
    public void eachCourse(Consumer<CourseEntry> consumer) {
        history.sql("select * from course").query(row -> {
            consumer.accept(HistoryRows.course(row, 0));
        });
    }

    /** Courses that are excluded from being backed up at that moment, by id. */
    public Map<Long, Exclusion> exclusions(Instant now) {
        Map<Long, Exclusion> exclusions = new HashMap<>();
        history.sql("select * from exclusion where ends > ?")
                .param(now.getEpochSecond())
                .query(Exclusions::row)
                .list()
                .forEach(exclusion -> exclusions.put(exclusion.courseId(), exclusion));
        return exclusions;
    }

    /** Runs, newest first. */
    public List<RunRow> runs(int limit, int offset) {
        return history.sql("select * from run order by id desc limit ? offset ?")
                .params(limit, offset)
                .query(HistoryRows::run)
                .list();
    }

    /** Runs that began then or later, newest first. */
    public List<RunRow> runsSince(Instant began) {
        return history.sql("select * from run where started >= ? order by id desc")
                .param(began.getEpochSecond())
                .query(HistoryRows::run)
                .list();
    }

    /** Whether a run is in progress, in whichever process. */
    public boolean runInProgress() {
        return history.sql("select count(*) from run where ended is null")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** When the last run ended, if that was since then; one that was missed has never begun. */
    public Optional<Instant> lastRunEnded(Instant since) {
        return history.sql("select ended from run where ended >= ? and state <> 'missed' order by ended desc limit 1")
                .param(since.getEpochSecond())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochSecond);
    }

    public Optional<RunRow> run(long id) {
        return history.sql("select * from run where id = ?")
                .param(id)
                .query(HistoryRows::run)
                .optional();
    }

    /** What a run did, by course id. */
    public List<Outcome> outcomes(long runId, int limit, int offset) {
        return history.sql("select * from outcome where run_id = ? order by course_id limit ? offset ?")
                .params(runId, limit, offset)
                .query(HistoryRows::outcome)
                .list();
    }

    /** What runs did with a course, newest first. */
    public List<Outcome> ofCourse(long courseId, int limit, int offset) {
        return history.sql("select * from outcome where course_id = ? order by run_id desc limit ? offset ?")
                .params(courseId, limit, offset)
                .query(HistoryRows::outcome)
                .list();
    }

    /** What became of a course whose work began in that second; empty if nobody recorded it. */
    public Optional<Outcome> outcome(long courseId, Instant started) {
        return history.sql("select * from outcome where course_id = ? and started = ? order by run_id desc limit 1")
                .params(courseId, started.getEpochSecond())
                .query(HistoryRows::outcome)
                .optional();
    }

    /** Archives of a course, newest first, including those removed. */
    public List<ArchiveRow> archives(long courseId) {
        return history.sql("select * from archive where course_id = ? order by made desc, run_id desc, seq")
                .param(courseId)
                .query(HistoryRows::archive)
                .list();
    }

    /**
     * Whether the course's newest archive did not come back in a drill, and no other since one last did. Then another
     * one is made, once: if that does not come back either, it is not the archive that is at fault.
     */
    public boolean failedDrillWantsAnother(long courseId) {
        return history.sql("select count(distinct d.made) from drill d where d.course_id = :course"
                                + " and d.result in ('differs', 'failed') and d.made is not null"
                                + " and d.started > (select coalesce(max(r.started), 0) from drill r"
                                + " where r.course_id = :course and r.result = 'restored')"
                                + " and not exists (select 1 from archive a where a.course_id = :course"
                                + " and a.made > (select max(f.made) from drill f where f.course_id = :course))")
                        .param("course", courseId)
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Whether the course's newest archive was found damaged or gone, and there is no newer one yet. */
    public boolean newestDamaged(long courseId) {
        return history.sql("select count(*) from archive a join course c on c.course_id = a.course_id"
                                + " where a.course_id = ? and a.damaged is not null and a.made > c.good_made")
                        .param(courseId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether one of the latest ten runs published an archive there. */
    public boolean published(String location) {
        return history.sql("select count(*) from archive where location = ? and run_id >= (select coalesce(min(id), 0)"
                                + " from (select id from run order by id desc limit 10) latest)")
                        .param(location)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** @param prefix what the locations of archives there begin with */
    public Refusals refusals(String prefix) {
        return history.sql("select count(*) as refusals, max(refused) as latest from archive where removed is null"
                        + " and left(location, :length) = :prefix and refused > coalesce((select max(removed)"
                        + " from archive where left(location, :length) = :prefix), 0)")
                .param("length", prefix.length())
                .param("prefix", prefix)
                .query((row, number) -> new Refusals(row.getInt("refusals"), HistoryRows.time(row, "latest")))
                .single();
    }

    /** Archives of these courses that nobody recorded as removed, course by course, the newest first. */
    public List<ArchiveRow> standing(Collection<Long> courses) {
        return courses.isEmpty()
                ? List.of()
                : history.sql("select * from archive where removed is null and course_id in (:courses)"
                                + " order by course_id, made desc, run_id desc, seq")
                        .param("courses", courses)
                        .query(HistoryRows::archive)
                        .list();
    }

    /** Every archive that nobody recorded as removed, course by course, the newest first. */
    public void eachArchive(Consumer<ArchiveRow> consumer) {
        history.sql("select * from archive where removed is null order by course_id, made desc, run_id desc")
                .query((ResultSet row) -> consumer.accept(HistoryRows.archive(row, 0)));
    }

    /** Ids of the courses that have an archive not yet removed, wherever it is. */
    public List<Long> archivedCourses() {
        return history.sql("select distinct course_id from archive where removed is null")
                .query(Long.class)
                .list();
    }

    /** Warnings of one outcome, in order. */
    public List<String> warnings(long runId, long courseId) {
        return history.sql("select message from outcome_warning where run_id = ? and course_id = ? order by seq")
                .params(runId, courseId)
                .query(String.class)
                .list();
    }

    /** Number of rows read, by table, for one outcome. */
    public Map<String, Long> rowsByTable(long runId, long courseId) {
        return tables("outcome_rows", runId, courseId);
    }

    /** Number of the course's rows in tables that no definition reads, by table, for one outcome. */
    public Map<String, Long> unreadTables(long runId, long courseId) {
        return tables("outcome_unread", runId, courseId);
    }

    private Map<String, Long> tables(String kind, long runId, long courseId) {
        Map<String, Long> rows = new TreeMap<>();
        history.sql("select table_name, row_count from " + kind + " where run_id = ? and course_id = ?")
                .params(runId, courseId)
                .query(row -> {
                    rows.put(row.getString(1), row.getLong(2));
                });
        return rows;
    }
}
