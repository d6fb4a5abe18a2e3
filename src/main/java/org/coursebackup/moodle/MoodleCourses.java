package org.coursebackup.moodle;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The site's courses with what {@code backup_courses} says about them. Courses without a row there are included. */
public final class MoodleCourses {
    private static final String COURSES = "SELECT c.id, c.shortname, c.fullname, c.visible, c.timemodified,"
            + " c.category, COALESCE(k.name, '') AS categoryname,"
            + " COALESCE(b.laststatus, '5') AS laststatus, COALESCE(b.laststarttime, 0) AS laststarttime,"
            + " COALESCE(b.lastendtime, 0) AS lastendtime, COALESCE(b.nextstarttime, 0) AS nextstarttime"
            + " FROM {course} c LEFT JOIN {backup_courses} b ON b.courseid = c.id"
            + " LEFT JOIN {course_categories} k ON k.id = c.category";

    private final MoodleDatabase moodle;

    public MoodleCourses(MoodleDatabase moodle) {
        this.moodle = moodle;
    }

    /** Empty for a course that Moodle does not have. */
    public Optional<MoodleCourse> find(long id) {
        return moodle.sql(COURSES + " WHERE c.id = ?")
                .param(id)
                .query(MoodleCourses::course)
                .optional();
    }

    /** The next courses by id, for going through all of them in batches. */
    public List<MoodleCourse> after(long id, int most) {
        return moodle.sql(COURSES + " WHERE c.id > ? ORDER BY c.id LIMIT " + most)
                .param(id)
                .query(MoodleCourses::course)
                .list();
    }

    /** Those of the ids that Moodle has a course for; a thousand at most. */
    public Set<Long> existing(Collection<Long> ids) {
        return ids.isEmpty()
                ? Set.of()
                : Set.copyOf(moodle.sql("SELECT id FROM {course} WHERE id IN (:ids)")
                        .param("ids", ids)
                        .query(Long.class)
                        .list());
    }

    /** Ids of the courses with status 0: their last attempt failed. */
    public Set<Long> failed() {
        return Set.copyOf(moodle.sql("SELECT b.courseid FROM {backup_courses} b JOIN {course} c ON c.id = b.courseid"
                        + " WHERE b.laststatus = '0'")
                .query(Long.class)
                .list());
    }

    /** Courses that Moodle 5.3 and later are deleting in the background; none where the site has no mark for it. */
    public Set<Long> beingDeleted() {
        boolean marked = Boolean.TRUE.equals(
                moodle.sql("SELECT c.* FROM {course} c WHERE 1 = 0").query(MoodleCourses::hasMark));
        return marked
                ? Set.copyOf(moodle.sql("SELECT id FROM {course} WHERE deletioninprogress = 1")
                        .query(Long.class)
                        .list())
                : Set.of();
    }

    private static boolean hasMark(ResultSet none) throws SQLException {
        ResultSetMetaData columns = none.getMetaData();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnName(column).equalsIgnoreCase("deletioninprogress")) {
                return true;
            }
        }
        return false;
    }

    /** Each course once, in no particular order. */
    public void each(Consumer<MoodleCourse> taker) {
        moodle.sql(COURSES).query(row -> {
            taker.accept(course(row, 0));
        });
    }

    private static MoodleCourse course(ResultSet row, int number) throws SQLException {
        return new MoodleCourse(
                row.getLong("id"),
                row.getString("shortname"),
                row.getString("fullname"),
                row.getInt("visible") != 0,
                row.getLong("category"),
                row.getString("categoryname"),
                time(row, "timemodified"),
                row.getString("laststatus"),
                time(row, "laststarttime"),
                time(row, "lastendtime"),
                time(row, "nextstarttime"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochSecond(row.getLong(column));
    }
}
