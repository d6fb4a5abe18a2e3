package org.coursebackup.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The courses of the site, searched, filtered, sorted and paged by the database. Thread-safe. */
public final class CourseList {
    /** What a list can be sorted by; addresses and JSON use the names in lower case. */
    public enum Sort {
        // a course without an archive on purpose is not among the worst
        WORST("case when good_as_of = 0 and status = '3' then 9999999999 else good_as_of end"),
        NAME("lower(shortname)"),
        STATUS("status"),
        SIZE("good_bytes"),
        DURATION("millis"),
        NEXT("next_start"),
        CATEGORY("lower(category)"),
        PROVED("coalesce(proved, 0)"),
        ID("course_id");

        private final String column;

        Sort(String column) {
            this.column = column;
        }
    }

    /** Which courses, in which order. */
    public record Query(CourseFilter filter, Sort sort, boolean descending) {
        /** All that have a status and a name like that; both may be empty. */
        public Query(String search, String status, Sort sort, boolean descending) {
            this(new CourseFilter(search, status, "", "", 0, "", List.of(), false, Instant.EPOCH), sort, descending);
        }
    }

    private static final String AT_RISK =
            "status <> '3' and (good_as_of = 0 or good_as_of < :old or status = '0' or status = '4') and not "
                    + Exclusions.EXCLUDED + ":now)";
    private static final String RISK = "case when good_as_of = 0 and status = '0' then 0 when good_as_of = 0 then 1"
            + " when status = '0' then 2 when good_as_of < :old then 3 else 4 end";

    private final JdbcClient history;

    public CourseList(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    public List<CourseEntry> page(Query query, int limit, long offset) {
        List<Object> parameters = new ArrayList<>();
        String where = query.filter.where(parameters);
        String order = query.sort.column + (query.descending ? " desc" : "") + ", course_id";
        parameters.add(limit);
        parameters.add(offset);
        return history.sql("select * from course" + where + " order by " + order + " limit ? offset ?")
                .params(parameters)
                .query(HistoryRows::course)
                .list();
    }

    /**
     * Courses that somebody should look at, worst first: without any good archive, failed, with one older than that, or
     * with one that lacks something. Those that a rule skipped or somebody excluded are not among them, since that is
     * on purpose.
     *
     * @param old archives as of before then are too old; the epoch: none is
     */
    public List<CourseEntry> atRisk(Instant old, Instant now, int limit) {
        return history.sql("select * from course where " + AT_RISK + " order by " + RISK
                        + ", good_as_of, course_id limit " + limit)
                .param("old", old.getEpochSecond())
                .param("now", now.getEpochSecond())
                .query(HistoryRows::course)
                .list();
    }

    /** How many there are of {@link #atRisk}. */
    public long countAtRisk(Instant old, Instant now) {
        return history.sql("select count(*) from course where " + AT_RISK)
                .param("old", old.getEpochSecond())
                .param("now", now.getEpochSecond())
                .query(Long.class)
                .single();
    }

    /** Courses whose newest good archive is older, of those that no rule skips and nobody excluded. */
    public long countOlder(Instant old, Instant now) {
        return history.sql("select count(*) from course where status <> '3' and good_as_of > 0 and good_as_of < :old"
                        + " and not " + Exclusions.EXCLUDED + ":now)")
                .param("old", old.getEpochSecond())
                .param("now", now.getEpochSecond())
                .query(Long.class)
                .single();
    }

    public long count(Query query) {
        List<Object> parameters = new ArrayList<>();
        return history.sql("select count(*) from course" + query.filter.where(parameters))
                .params(parameters)
                .query(Long.class)
                .single();
    }

    /** Names of the next courses after that id that nobody excluded from being backed up, by id. */
    public List<CourseName> backedUpAfter(long id, Instant now, int limit) {
        return history.sql("select course_id, shortname, fullname from course where course_id > :id and not "
                        + Exclusions.EXCLUDED + ":now) order by course_id limit :limit")
                .param("id", id)
                .param("now", now.getEpochSecond())
                .param("limit", limit)
                .query((row, number) -> HistoryRows.name(row))
                .list();
    }

    /** Number of courses by Moodle's status. */
    public Map<String, Long> byStatus() {
        Map<String, Long> counts = new HashMap<>();
        history.sql("select status, count(*) from course group by status").query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /**
     * What became of a course in a run.
     *
     * @param bytes size of the archive that was made; 0 without one
     */
    public record Night(Instant ended, Result result, long bytes) {}

    /** What became of courses in runs that began since then, oldest first, by course; for the courses of one page. */
    public Map<Long, List<Night>> nights(List<Long> courses, Instant since) {
        Map<Long, List<Night>> nights = new HashMap<>();
        if (!courses.isEmpty()) {
            // a run's id is the moment at which it began
            history.sql("select course_id, ended, result, bytes from outcome where course_id in (:courses)"
                            + " and run_id >= :since order by course_id, run_id")
                    .param("courses", courses)
                    .param("since", since.toEpochMilli())
                    .query(row -> {
                        nights.computeIfAbsent(row.getLong("course_id"), id -> new ArrayList<>())
                                .add(new Night(
                                        HistoryRows.time(row, "ended"),
                                        Result.valueOf(row.getString("result")),
                                        row.getLong("bytes")));
                    });
        }
        return nights;
    }

    /**
     * A category with courses.
     *
     * @param courses how many
     */
    public record CategoryCount(long id, String name, long courses) {}

    /** The categories with most courses, by name. */
    public List<CategoryCount> categories(int limit) {
        return history.sql("select * from (select category_id, max(category) as name, count(*) as courses from course"
                        + " where category_id > 0 group by category_id order by courses desc, category_id limit ?) most"
                        + " order by name, category_id")
                .param(limit)
                .query((row, number) ->
                        new CategoryCount(row.getLong("category_id"), row.getString("name"), row.getLong("courses")))
                .list();
    }

    /** The components that courses have something of, as far as they were looked at, by name. */
    public List<String> components() {
        return history.sql("select distinct component from course_component order by component")
                .query(String.class)
                .list();
    }
}
