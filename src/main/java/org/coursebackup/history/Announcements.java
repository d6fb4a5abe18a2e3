package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of archives announced and not yet recorded. Thread-safe. */
final class Announcements {
    /** What MariaDB's type text holds, in characters of any kind. */
    private static final int LONGEST_DETAILS = 16_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient history;

    Announcements(JdbcClient history) {
        this.history = history;
    }

    void add(Announced announced) {
        Outcome outcome = announced.outcome();
        remove(outcome.runId(), outcome.course().id());
        history.sql("insert into announced_archive (run_id, course_id, file_name, shortname, fullname, result, reason,"
                        + " started, ended, millis, bytes, entries, statements, cloned, copied, bytes_read, next_start,"
                        + " details) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        outcome.runId(),
                        outcome.course().id(),
                        announced.fileName(),
                        Stored.shortname(outcome.course().shortname()),
                        Stored.fullname(outcome.course().fullname()),
                        outcome.result().name(),
                        Stored.text(outcome.ending().reason(), 2000),
                        outcome.ending().started().getEpochSecond(),
                        outcome.ending().ended().getEpochSecond(),
                        outcome.measures().took().toMillis(),
                        outcome.measures().bytes(),
                        outcome.measures().entries(),
                        outcome.measures().statements(),
                        outcome.measures().traffic().cloned(),
                        outcome.measures().traffic().copied(),
                        outcome.measures().traffic().bytesRead(),
                        announced.nextStart().getEpochSecond(),
                        json(announced.details()))
                .update();
    }

    void remove(long runId, long courseId) {
        history.sql("delete from announced_archive where run_id = ? and course_id = ?")
                .params(runId, courseId)
                .update();
    }

    List<Announced> all() {
        return history.sql("select * from announced_archive order by run_id, course_id")
                .query(Announcements::announced)
                .list();
    }

    List<Announced> of(long courseId) {
        return history.sql("select * from announced_archive where course_id = ? order by run_id")
                .param(courseId)
                .query(Announcements::announced)
                .list();
    }

    /** Of very long lists the beginning: the reason says how many warnings there are. */
    private static String json(OutcomeDetails details) {
        List<String> warnings = new ArrayList<>();
        int length = 0;
        for (String warning : details.warnings()) {
            String stored = Stored.text(warning, 2000);
            length += 2 * stored.length();
            if (length < LONGEST_DETAILS / 2) {
                warnings.add(stored);
            }
        }
        String whole = write(details.with(warnings, details.rowsByTable(), details.unreadTables()));
        return whole.length() <= LONGEST_DETAILS ? whole : write(details.with(warnings, Map.of(), Map.of()));
    }

    private static String write(OutcomeDetails details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Announced announced(ResultSet row, int number) throws SQLException {
        try {
            return new Announced(
                    row.getString("file_name"),
                    HistoryRows.outcome(row, number),
                    JSON.readValue(row.getString("details"), OutcomeDetails.class),
                    HistoryRows.time(row, "next_start"));
        } catch (JsonProcessingException damaged) {
            throw new SQLException("What was announced about an archive cannot be read", damaged);
        }
    }
}
