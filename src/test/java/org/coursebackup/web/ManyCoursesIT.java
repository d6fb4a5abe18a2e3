package org.coursebackup.web;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** A site with 20,000 courses, each with ten nights of history. Prints how long pages take, without asserting it. */
class ManyCoursesIT {
    private static final int COURSES = 20_000;
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start();
        site.database.update(
                "insert into mdl_course (id, category, sortorder, shortname, fullname, visible, timemodified)"
                        + " select 1000 + x, 1, 1, 'C' || x, 'Course number ' || x || ' about something', 1, 0"
                        + " from system_range(1, ?)",
                COURSES);
        long begun = System.nanoTime();
        site.flow.tidyUp();
        System.out.printf("taking %,d new courses over: %d ms%n", COURSES, (System.nanoTime() - begun) / 1_000_000);
        begun = System.nanoTime();
        site.flow.tidyUp();
        System.out.printf("looking through them again: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        long night = System.currentTimeMillis() - 10L * 86_400_000;
        for (int n = 0; n < 10; n++, night += 86_400_000) {
            history.update(
                    "insert into run (id, cause, process, state, started, ended, offered, ok) values (?,"
                            + " 'schedule', 'x', 'finished', ?, ?, ?, ?)",
                    night,
                    night / 1000,
                    night / 1000 + 7200,
                    COURSES,
                    COURSES);
            history.update(
                    "insert into outcome (run_id, course_id, shortname, fullname, result, started, ended,"
                            + " millis, bytes, entries, statements, warnings)"
                            + " select ?, course_id, shortname, fullname, 'OK', ?, ? + mod(course_id, 7200),"
                            + " 900, 1000000 + mod(course_id * ?, 99999), 100, 120, 0 from course",
                    night,
                    night / 1000,
                    night / 1000,
                    n);
        }
        history.update(
                "update course set status = '1', result = 'OK', run_id = ?, ended = ?, good_made = ? -"
                        + " mod(course_id * 7, 900000), good_bytes = 1000000,"
                        + " millis = 900 where course_id > 1000 and mod(course_id, 50) > 0",
                night,
                night / 1000,
                night / 1000);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void pages_show_a_page_and_no_more() throws Exception {
        String run = site.json("/api/runs").at("/runs/0/id").asText();
        for (String path : new String[] {
            "/courses",
            "/courses?page=200",
            "/courses?search=number%201999",
            "/courses?sort=name&order=desc",
            "/",
            "/runs/" + run
        }) {
            List<Long> millis = new ArrayList<>();
            String page = "";
            for (int n = 0; n < 40; n++) {
                long begun = System.nanoTime();
                page = site.get(path).body();
                millis.add((System.nanoTime() - begun) / 1_000_000);
            }
            List<Long> warm = millis.subList(10, 40).stream().sorted().toList();
            System.out.printf(
                    "%-32s median %d ms, slowest %d ms, %,d characters%n",
                    path, warm.get(15), warm.get(29), page.length());
            assertThat(page.split("<tr>").length).isLessThan(140);
        }
        assertThat(site.get("/courses").body()).contains("20,009 courses", "Page 1 of 401");
        assertThat(site.json("/api/site").at("/ages/courses").asInt()).isEqualTo(20_009);
    }
}
