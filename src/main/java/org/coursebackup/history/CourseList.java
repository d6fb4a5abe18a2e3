package org.coursebackup.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The courses of the site, searched, filtered, sorted and paged by the database. Thread-safe. */
public final class CourseList {
    /** What a list can be sorted by; addresses and JSON use the names in lower case. */
    public enum Sort {
        WORST("good_made"),
        NAME("lower(shortname)"),
        STATUS("status"),
        SIZE("good_bytes"),
        DURATION("millis"),
        NEXT("next_start"),
        ID("course_id");

        private final String column;

        Sort(String column) {
            this.column = column;
        }
    }

    /**
     * @param search part of a short or full name, or an id; empty for all
     * @param status Moodle's number, one character; empty for all
     */
    public record Query(String search, String status, Sort sort, boolean descending) {}

    private static final RowMapper<CourseEntry> ENTRY = (row, n) -> new CourseEntry(
            row.getLong("course_id"),
            row.getString("shortname"),
            row.getString("fullname"),
            row.getInt("visible") != 0,
            row.getString("status"),
            row.getString("result") == null ? null : Result.valueOf(row.getString("result")),
            row.getString("reason"),
            row.getLong("ended"),
            row.getLong("next_start"),
            row.getLong("good_made"),
            row.getLong("good_bytes"),
            row.getLong("millis"));

    private final JdbcTemplate jdbc;

    public CourseList(DataSource history) {
        this.jdbc = new JdbcTemplate(history);
    }

    public List<CourseEntry> page(Query query, int limit, long offset) {
        List<Object> parameters = new ArrayList<>();
        String where = where(query, parameters);
        String order = query.sort.column + (query.descending ? " desc" : "") + ", course_id";
        parameters.add(limit);
        parameters.add(offset);
        return jdbc.query(
                "select * from course" + where + " order by " + order + " limit ? offset ?",
                ENTRY,
                parameters.toArray());
    }

    public long count(Query query) {
        List<Object> parameters = new ArrayList<>();
        return jdbc.queryForObject(
                "select count(*) from course" + where(query, parameters), Long.class, parameters.toArray());
    }

    public Optional<CourseEntry> course(long id) {
        return jdbc.query("select * from course where course_id = ?", ENTRY, id).stream()
                .findFirst();
    }

    /** Number of courses by Moodle's status. */
    public Map<String, Long> byStatus() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query("select status, count(*) from course group by status", row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /** Sizes of the archives made since that run id, oldest first, by course; for the courses of one page. */
    public Map<Long, List<Long>> sizes(List<Long> courses, long sinceRun) {
        Map<Long, List<Long>> sizes = new HashMap<>();
        if (!courses.isEmpty()) {
            String ids = courses.stream().map(String::valueOf).collect(Collectors.joining(","));
            jdbc.query(
                    "select course_id, bytes from outcome where course_id in (" + ids + ") and run_id >= ?"
                            + " and result in ('OK', 'WARNING') order by course_id, run_id",
                    row -> {
                        sizes.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                                .add(row.getLong(2));
                    },
                    sinceRun);
        }
        return sizes;
    }

    private static String where(Query query, List<Object> parameters) {
        List<String> conditions = new ArrayList<>();
        String search = query.search.strip().toLowerCase(Locale.ROOT);
        if (!search.isEmpty()) {
            // as an escape character '!' means the same to every database, unlike a backslash
            String like = "%" + search.replaceAll("([!%_])", "!$1") + "%";
            boolean number = search.matches("\\d{1,18}");
            conditions.add("(lower(shortname) like ? escape '!' or lower(fullname) like ? escape '!'"
                    + (number ? " or course_id = ?)" : ")"));
            parameters.add(like);
            parameters.add(like);
            if (number) {
                parameters.add(Long.parseLong(search));
            }
        }
        if (!query.status.isEmpty()) {
            conditions.add("status = ?");
            parameters.add(query.status);
        }
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
