package org.coursebackup.status;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.CourseRow;
import org.coursebackup.history.HistoryReader;

/** Puts together what Moodle's table and the history say of every course. Holds one small record a course. */
public final class StatusTable {
    private final JdbcTemplate moodle;
    private final String prefix;
    private final HistoryReader history;
    private final Clock clock;

    public StatusTable(DataSource moodle, String prefix, HistoryReader history, Clock clock) {
        this.moodle = new JdbcTemplate(moodle);
        this.prefix = prefix;
        this.history = history;
        this.clock = clock;
    }

    /** Every course of the site, worst first. */
    public List<CourseStatus> worstFirst() {
        Map<Long, CourseRow> known = new HashMap<>();
        history.eachCourse(course -> known.put(course.courseId(), course));
        List<CourseStatus> courses = new ArrayList<>();
        moodle.query(
                "SELECT c.id, c.shortname, COALESCE(b.laststatus, '5') AS laststatus, COALESCE(b.laststarttime,"
                        + " 0) AS laststarttime,"
                        + " COALESCE(b.lastendtime, 0) AS lastendtime, COALESCE(b.nextstarttime, 0) AS"
                        + " nextstarttime FROM "
                        + prefix
                        + "course c LEFT JOIN " + prefix + "backup_courses b ON b.courseid = c.id",
                row -> {
                    courses.add(course(
                            row.getLong("id"),
                            row.getString("shortname"),
                            number(row.getString("laststatus")),
                            row.getLong("laststarttime"),
                            row.getLong("lastendtime"),
                            row.getLong("nextstarttime"),
                            known.get(row.getLong("id"))));
                });
        courses.sort(CourseStatus.WORST_FIRST);
        return courses;
    }

    private CourseStatus course(
            long id, String shortname, int status, long start, long end, long next, CourseRow known) {
        long good = known == null ? 0 : known.goodMade();
        // the reason belongs to the status it was recorded with; Moodle itself may have changed the status since
        String reason = known != null
                        && known.result() != null
                        && String.valueOf(status).equals(known.result().status())
                ? known.reason()
                : null;
        return new CourseStatus(
                id,
                shortname,
                status,
                CourseStatus.meaning(status),
                reason,
                start,
                end,
                next,
                good,
                good == 0 ? null : clock.instant().getEpochSecond() - good,
                known == null ? 0 : known.goodBytes());
    }

    private static int number(String status) {
        return status != null && status.matches("\\d") ? Integer.parseInt(status) : -1;
    }
}
