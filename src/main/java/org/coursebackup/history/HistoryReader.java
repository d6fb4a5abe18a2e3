package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Queries the history; every list is paged by the database. Thread-safe. */
public final class HistoryReader {
    private static final String OUTCOMES = "select o.* from outcome o";
    private static final RowMapper<RunRow> RUN = (row, n) -> new RunRow(
            row.getLong("id"),
            row.getString("cause"),
            row.getString("process"),
            row.getString("state"),
            row.getString("reason"),
            row.getLong("started"),
            row.getObject("ended") == null ? null : row.getLong("ended"),
            row.getInt("offered"),
            row.getInt("ok"),
            row.getInt("warned"),
            row.getInt("skipped"),
            row.getInt("failed"),
            row.getLong("bytes"));
    private static final RowMapper<CourseRow> COURSE = (row, n) -> new CourseRow(
            row.getLong("course_id"),
            row.getString("shortname"),
            row.getString("fullname"),
            row.getString("result") == null ? null : Result.valueOf(row.getString("result")),
            row.getString("reason"),
            row.getLong("run_id"),
            row.getLong("ended"),
            row.getLong("next_start"),
            row.getLong("good_started"),
            row.getLong("good_made"),
            row.getLong("good_bytes"));
    private static final RowMapper<ArchiveRow> ARCHIVE = (row, n) -> new ArchiveRow(
            row.getLong("run_id"),
            row.getLong("course_id"),
            row.getString("location"),
            Result.valueOf(row.getString("result")),
            row.getLong("bytes"),
            row.getLong("started"),
            row.getLong("made"),
            row.getObject("removed") == null ? null : row.getLong("removed"));

    private final JdbcTemplate jdbc;

    public HistoryReader(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
    }

    /** When making the newest good archive of a course began, epoch seconds; 0 for none. */
    public long newestGoodStart(long courseId) {
        return course(courseId).map(CourseRow::goodStarted).orElse(0L);
    }

    public Optional<CourseRow> course(long courseId) {
        return jdbc.query("select * from course where course_id = ?", COURSE, courseId).stream()
                .findFirst();
    }

    /** Every course known, one by one, without holding them. */
    public void eachCourse(Consumer<CourseRow> consumer) {
        jdbc.query("select * from course", row -> {
            consumer.accept(COURSE.mapRow(row, 0));
        });
    }

    /** Runs, newest first. */
    public List<RunRow> runs(int limit, int offset) {
        return jdbc.query("select * from run order by id desc limit ? offset ?", RUN, limit, offset);
    }

    public Optional<RunRow> run(long id) {
        return jdbc.query("select * from run where id = ?", RUN, id).stream().findFirst();
    }

    /** What a run did, by course id, without the details. */
    public List<Outcome> outcomes(long runId, int limit, int offset) {
        return jdbc.query(
                OUTCOMES + " where o.run_id = ? order by o.course_id limit ? offset ?",
                HistoryReader::outcome,
                runId,
                limit,
                offset);
    }

    /** What runs did to a course, newest first, without the details. */
    public List<Outcome> ofCourse(long courseId, int limit, int offset) {
        return jdbc.query(
                OUTCOMES + " where o.course_id = ? order by o.run_id desc limit ? offset ?",
                HistoryReader::outcome,
                courseId,
                limit,
                offset);
    }

    /** Archives of a course, newest first, including those removed. */
    public List<ArchiveRow> archives(long courseId) {
        return jdbc.query(
                "select * from archive where course_id = ? order by made desc, run_id desc, seq", ARCHIVE, courseId);
    }

    /** Warnings of one outcome, in order. */
    public List<String> warnings(long runId, long courseId) {
        return jdbc.queryForList(
                "select message from outcome_warning where run_id = ? and course_id = ? order by seq",
                String.class,
                runId,
                courseId);
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
        jdbc.query(
                "select table_name, row_count from " + kind + " where run_id = ? and course_id = ?",
                row -> {
                    rows.put(row.getString(1), row.getLong(2));
                },
                runId,
                courseId);
        return rows;
    }

    static Outcome outcome(ResultSet row, int n) throws SQLException {
        return new Outcome(
                row.getLong("run_id"),
                row.getLong("course_id"),
                row.getString("shortname"),
                row.getString("fullname"),
                Result.valueOf(row.getString("result")),
                row.getString("reason"),
                row.getLong("started"),
                row.getLong("ended"),
                row.getLong("millis"),
                row.getLong("bytes"),
                row.getInt("entries"),
                row.getInt("statements"),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0);
    }
}
