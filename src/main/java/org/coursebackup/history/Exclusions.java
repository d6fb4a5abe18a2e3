package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Courses that are not to be backed up until a day, because somebody said so. An exclusion that is over stays known
 * until the course is excluded again or the exclusion taken back. Nothing here touches an archive. Thread-safe.
 */
public final class Exclusions {
    /** Reasons are cut after as many characters. */
    public static final int LONGEST_REASON = 500;

    private static final int LONGEST_NAME = 255;

    /** In SQL, for the table {@code course}: whether the course is excluded at the moment of the parameter. */
    static final String EXCLUDED = "course_id in (select x.course_id from exclusion x where x.ends > ";

    /** A course with its exclusion. */
    public record Excluded(CourseName course, Exclusion exclusion) {}

    private final JdbcClient history;
    private final Clock clock;

    /** @param clock its zone decides when days end */
    public Exclusions(DataSource history, Clock clock) {
        this.history = JdbcClient.create(history);
        this.clock = clock;
    }

    /**
     * Excludes courses, each instead of an earlier exclusion of it.
     *
     * @param until the last day on which it holds
     * @param by who wants it, and where
     * @throws IllegalArgumentException without a reason, or if that day is over
     */
    public void exclude(Set<Long> courses, LocalDate until, String reason, String by) {
        Instant now = clock.instant();
        String why = Stored.text(reason.strip(), LONGEST_REASON);
        if (why.isEmpty()) {
            throw new IllegalArgumentException("An exclusion needs a reason.");
        }
        Instant ends = until.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
        if (!ends.isAfter(now)) {
            throw new IllegalArgumentException(until + " is over.");
        }
        for (long course : courses) {
            List<Object> row = List.of(
                    why,
                    until.toEpochDay(),
                    ends.getEpochSecond(),
                    Stored.text(by, LONGEST_NAME),
                    now.getEpochSecond(),
                    course);
            // never without one in between, whoever looks or kills
            int known = history.sql("update exclusion set reason = ?, until_day = ?, ends = ?, excluded_by = ?,"
                            + " since = ? where course_id = ?")
                    .params(row)
                    .update();
            if (known == 0) {
                history.sql("insert into exclusion (reason, until_day, ends, excluded_by, since, course_id)"
                                + " values (?, ?, ?, ?, ?, ?)")
                        .params(row)
                        .update();
            }
        }
    }

    /** Takes exclusions back, also those that are over; returns how many there were. */
    public int include(Set<Long> courses) {
        int taken = 0;
        for (long course : courses) {
            taken += history.sql("delete from exclusion where course_id = ?")
                    .param(course)
                    .update();
        }
        return taken;
    }

    /** The exclusion of a course that holds now. */
    public Optional<Exclusion> holding(long course) {
        return of(List.of(course)).values().stream()
                .filter(known -> known.holds(clock.instant()))
                .findFirst();
    }

    /** What is known of the courses of one page, by id, also exclusions that are over. */
    public Map<Long, Exclusion> of(Collection<Long> courses) {
        Map<Long, Exclusion> known = new HashMap<>();
        if (!courses.isEmpty()) {
            history.sql("select * from exclusion where course_id in (:courses)")
                    .param("courses", courses)
                    .query(Exclusions::row)
                    .list()
                    .forEach(exclusion -> known.put(exclusion.courseId(), exclusion));
        }
        return known;
    }

    /** Those that end after that moment, of courses that there are, the first to end first. */
    public List<Excluded> endingAfter(Instant moment, int limit) {
        return history.sql("select x.*, c.shortname, c.fullname from exclusion x join course c"
                        + " on c.course_id = x.course_id where x.ends > ? order by x.ends, x.course_id limit ?")
                .params(moment.getEpochSecond(), limit)
                .query((row, number) -> new Excluded(
                        new CourseName(row.getLong("course_id"), row.getString("shortname"), row.getString("fullname")),
                        row(row, number)))
                .list();
    }

    /** How many courses are excluded now. */
    public long count() {
        return history.sql("select count(*) from exclusion x join course c on c.course_id = x.course_id"
                        + " where x.ends > ?")
                .param(clock.instant().getEpochSecond())
                .query(Long.class)
                .single();
    }

    static Exclusion row(ResultSet row, int number) throws SQLException {
        return new Exclusion(
                row.getLong("course_id"),
                row.getString("reason"),
                LocalDate.ofEpochDay(row.getLong("until_day")),
                HistoryRows.time(row, "ends"),
                row.getString("excluded_by"),
                HistoryRows.time(row, "since"));
    }
}
