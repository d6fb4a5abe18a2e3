package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Which courses with archives Moodle no longer has, and since when that is known. */
public final class DeletedCourses {
    private final JdbcClient history;

    /** @param history the program's own database */
    public DeletedCourses(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** The next courses by id that have an archive not yet removed. */
    public List<Long> archivedAfter(long courseId, int most) {
        return history.sql("select distinct course_id from archive where removed is null and course_id > ?"
                        + " order by course_id limit " + most)
                .param(courseId)
                .query(Long.class)
                .list();
    }

    /** Whether the course has an archive not yet removed, wherever it is. */
    public boolean archived(long courseId) {
        return history.sql("select count(*) from archive where removed is null and course_id = ?")
                        .param(courseId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** All of them, those missed for the longest time first. */
    public List<DeletedCourse> all() {
        return history.sql("select * from deleted_course order by noticed, course_id")
                .query(DeletedCourses::course)
                .list();
    }

    public Optional<DeletedCourse> find(long courseId) {
        return history.sql("select * from deleted_course where course_id = ?")
                .param(courseId)
                .query(DeletedCourses::course)
                .optional();
    }

    /** Records that Moodle lacks a course of which that was not known yet; its names are those of its last backup. */
    public void missed(long courseId, Instant now) {
        history.sql("insert into deleted_course (course_id, shortname, fullname, noticed)"
                        + " values (?, coalesce((select max(shortname) from outcome where " + LATEST + "), ''),"
                        + " coalesce((select max(fullname) from outcome where " + LATEST + "), ''), ?)")
                .params(courseId, courseId, courseId, courseId, courseId, now.getEpochSecond())
                .update();
    }

    /** To be called when Moodle has the course again, or none of its archives is left. */
    public void forget(long courseId) {
        history.sql("delete from deleted_course where course_id = ?")
                .param(courseId)
                .update();
    }

    private static final String LATEST =
            "course_id = ? and run_id = (select max(run_id) from outcome where course_id = ?)";

    private static DeletedCourse course(ResultSet row, int number) throws SQLException {
        return new DeletedCourse(
                row.getLong("course_id"),
                row.getString("shortname"),
                row.getString("fullname"),
                Instant.ofEpochSecond(row.getLong("noticed")));
    }
}
