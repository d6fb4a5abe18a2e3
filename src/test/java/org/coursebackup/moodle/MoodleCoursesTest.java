package org.coursebackup.moodle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class MoodleCoursesTest {
    private static DemoMoodle site;
    private static MoodleDatabase database;
    private static MoodleCourses courses;

    @BeforeAll
    static void makeASite() throws Exception {
        site = DemoMoodle.fresh(DatabaseKind.H2, 1);
        database = new MoodleDatabase(site.pool(), site.site().tables());
        courses = new MoodleCourses(database);
        database.sql("DELETE FROM {backup_courses}").update();
        database.sql("INSERT INTO {backup_courses} (courseid, laststarttime, lastendtime, laststatus, nextstarttime)"
                        + " VALUES (?, ?, ?, ?, ?)")
                .params(2, 100, 200, "4", 300)
                .update();
    }

    @AfterAll
    static void close() {
        site.pool().close();
    }

    private static List<Long> ids() {
        return database.sql("SELECT id FROM {course} ORDER BY id")
                .query(Long.class)
                .list();
    }

    @Test
    void tables_in_braces_get_the_sites_prefix_and_nothing_else_changes() {
        assertThat(new TablePrefix("m$_").in("SELECT '{ }', a.{b FROM {course} c JOIN {backup_courses} b ON :x = ?"))
                .isEqualTo("SELECT '{ }', a.{b FROM m$_course c JOIN m$_backup_courses b ON :x = ?");
    }

    @Test
    void a_course_has_what_backup_courses_says_of_it() {
        MoodleCourse course = courses.find(2).orElseThrow();
        assertThat(course.statusNumber()).isEqualTo(4);
        assertThat(List.of(course.lastStart(), course.lastEnd(), course.nextStart()))
                .containsExactly(Instant.ofEpochSecond(100), Instant.ofEpochSecond(200), Instant.ofEpochSecond(300));
        assertThat(course.fullname()).isNotBlank();
        assertThat(course.timeModified()).isAfter(Instant.EPOCH);
    }

    @Test
    void a_course_without_a_row_there_is_not_yet_run() {
        MoodleCourse course = courses.find(1).orElseThrow();
        assertThat(course.status()).isEqualTo("5");
        assertThat(List.of(course.lastStart(), course.lastEnd(), course.nextStart()))
                .containsOnly(Instant.EPOCH);
    }

    @Test
    void nothing_is_found_of_a_course_that_moodle_does_not_have() {
        assertThat(courses.find(4711)).isEmpty();
    }

    @Test
    void portions_by_id_and_all_at_once_are_the_same_courses() {
        List<Long> portioned = new ArrayList<>();
        List<MoodleCourse> portion = courses.after(0, 2);
        while (!portion.isEmpty()) {
            portion.forEach(course -> portioned.add(course.id()));
            portion = courses.after(portioned.get(portioned.size() - 1), 2);
        }
        List<Long> all = new ArrayList<>();
        courses.each(course -> all.add(course.id()));
        assertThat(ids()).hasSizeGreaterThan(2);
        assertThat(portioned).isEqualTo(ids());
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids());
    }
}
