package org.coursebackup.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import org.coursebackup.moodle.MoodleCourse;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.settings.DatabaseTrouble;

/**
 * The bean {@code courseList} of the routes: brings the history's list of courses up to date with Moodle's. New courses
 * appear, deleted ones go (what was done to them stays known), names, visibility, status and next start are copied.
 * Goes through both in batches by id and writes only what differs, so that memory does not depend on the number of
 * courses and writing only on the number of changes.
 */
public final class CourseListSync {
    private static final Logger LOG = LoggerFactory.getLogger(CourseListSync.class);
    private static final int PORTION = 1000;

    private final MoodleCourses moodle;
    private final JdbcClient history;
    private final JdbcTemplate batches;

    /** @param history the program's own database */
    public CourseListSync(MoodleCourses moodle, DataSource history) {
        this.moodle = moodle;
        this.batches = new JdbcTemplate(history);
        this.history = JdbcClient.create(batches);
    }

    /** Reads every course once, with one query per thousand. A failure only means that the list stays as it was. */
    public synchronized void refresh() {
        try {
            takeOver();
        } catch (DataAccessException failure) {
            LOG.warn(
                    "The list of courses could not be brought up to date, so status and page may show an older one: {}"
                            + " It is tried again at the next run, and every ten minutes while the page is served.",
                    DatabaseTrouble.firstLine(failure.getMostSpecificCause()));
        }
    }

    private void takeOver() {
        long after = 0;
        List<Entry> portion;
        do {
            portion = moodle.after(after, PORTION).stream().map(Entry::of).toList();
            long last = portion.size() < PORTION ? Long.MAX_VALUE : portion.get(PORTION - 1).courseId;
            takeOver(portion, after, last);
            after = last;
        } while (portion.size() == PORTION);
    }

    private void takeOver(List<Entry> portion, long after, long last) {
        Map<Long, Entry> known = new HashMap<>();
        history.sql("select course_id, shortname, fullname, visible, status, next_start, category_id, category"
                        + " from course"
                        + " where course_id > ? and course_id <= ?")
                .params(after, last)
                .query(Entry.class)
                .list()
                .forEach(entry -> known.put(entry.courseId, entry));
        List<Object[]> changed = new ArrayList<>();
        List<Object[]> added = new ArrayList<>();
        for (Entry entry : portion) {
            Entry before = known.remove(entry.courseId);
            if (before == null || !Objects.equals(before, entry)) {
                (before == null ? added : changed).add(new Object[] {
                    entry.shortname,
                    entry.fullname,
                    entry.visible,
                    entry.status,
                    entry.nextStart,
                    entry.categoryId,
                    entry.category,
                    entry.courseId
                });
            }
        }
        batches.batchUpdate(
                "update course set shortname = ?, fullname = ?, visible = ?, status = ?, next_start = ?,"
                        + " category_id = ?, category = ? where course_id = ?",
                changed);
        batches.batchUpdate(
                "insert into course (shortname, fullname, visible, status, next_start, category_id, category,"
                        + " course_id) values (?, ?, ?, ?, ?, ?, ?, ?)",
                added);
        batches.batchUpdate(
                "delete from course where course_id = ?",
                known.keySet().stream().map(id -> new Object[] {id}).toList());
    }

    private static String named(String name) {
        return name == null ? "" : name;
    }

    /** The columns that are copied, as stored. */
    private record Entry(
            long courseId,
            String shortname,
            String fullname,
            int visible,
            String status,
            long nextStart,
            long categoryId,
            String category) {
        static Entry of(MoodleCourse course) {
            return new Entry(
                    course.id(),
                    Stored.shortname(named(course.shortname())),
                    Stored.fullname(named(course.fullname())),
                    course.visible() ? 1 : 0,
                    course.status(),
                    course.nextStart().getEpochSecond(),
                    course.categoryId(),
                    Stored.text(named(course.category()), 255));
        }
    }
}
