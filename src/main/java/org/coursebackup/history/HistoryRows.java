package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.coursebackup.history.CourseEntry.Category;
import org.coursebackup.history.CourseEntry.Drilled;
import org.coursebackup.history.CourseEntry.LastRun;

/**
 * Rows of the history's tables as records. The tables use epoch seconds and milliseconds, the records instants and
 * durations.
 */
final class HistoryRows {
    private HistoryRows() {}

    static RunRow run(ResultSet row, int number) throws SQLException {
        return new RunRow(
                row.getLong("id"),
                row.getString("cause"),
                row.getString("process"),
                row.getString("state"),
                row.getString("reason"),
                time(row, "started"),
                time(row, "ended"),
                row.getInt("offered"),
                new RunTotals(
                        row.getInt("ok"),
                        row.getInt("warned"),
                        row.getInt("unchanged"),
                        row.getInt("skipped"),
                        row.getInt("failed"),
                        row.getLong("bytes"),
                        traffic(row)));
    }

    private static Traffic traffic(ResultSet row) throws SQLException {
        return new Traffic(row.getLong("cloned"), row.getLong("copied"), row.getLong("bytes_read"));
    }

    static Outcome outcome(ResultSet row, int number) throws SQLException {
        return new Outcome(
                row.getLong("run_id"),
                name(row),
                new Ending(result(row), row.getString("reason"), time(row, "started"), time(row, "ended")),
                new Measures(
                        millis(row, "millis"),
                        row.getLong("bytes"),
                        row.getInt("entries"),
                        row.getInt("statements"),
                        traffic(row)));
    }

    static ArchiveRow archive(ResultSet row, int number) throws SQLException {
        return new ArchiveRow(
                row.getLong("run_id"),
                row.getLong("course_id"),
                row.getString("location"),
                result(row),
                row.getLong("bytes"),
                time(row, "started"),
                time(row, "made"),
                time(row, "removed"),
                row.getString("fingerprint"),
                time(row, "confirmed"),
                time(row, "checked"),
                time(row, "damaged"),
                row.getString("sha256"),
                row.getString("finding"),
                time(row, "locked_until"),
                time(row, "refused"),
                row.getString("digest"),
                row.getString("stamp"));
    }

    static CourseEntry course(ResultSet row, int number) throws SQLException {
        return new CourseEntry(
                name(row),
                row.getInt("visible") != 0,
                new Category(row.getLong("category_id"), row.getString("category")),
                row.getString("status"),
                new LastRun(row.getLong("run_id"), result(row), row.getString("reason"), time(row, "ended")),
                time(row, "next_start"),
                new GoodArchive(
                        time(row, "good_started"),
                        time(row, "good_made"),
                        time(row, "good_as_of"),
                        row.getLong("good_bytes"),
                        millis(row, "millis")),
                new Drilled(time(row, "proved"), time(row, "proved_made"), row.getString("drill_failed")));
    }

    static CourseName name(ResultSet row) throws SQLException {
        return new CourseName(row.getLong("course_id"), row.getString("shortname"), row.getString("fullname"));
    }

    /** Null if the column is. */
    static Instant time(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
    }

    private static Duration millis(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis(row.getLong(column));
    }

    private static Result result(ResultSet row) throws SQLException {
        String name = row.getString("result");
        return name == null ? null : Result.valueOf(name);
    }
}
