package org.coursebackup.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.History;
import org.coursebackup.history.SiteDay;
import org.coursebackup.history.SiteDays;
import org.coursebackup.history.SiteFigures.Ages;

/** Gives a site many courses and nights of history, as a site that has been backed up for a while has them. */
final class ManyNights {
    private static final String SUBJECTS = "Algebra,Botany,Chemistry,Drawing,Ethics,French,Geography,History,Italian,"
            + "Journalism,Kinetics,Latin,Music,Norse,Optics,Physics,Quality,Rhetoric,Statistics,Theatre";
    private static final long DAY = 86_400;

    private final ReportSite site;
    private final JdbcTemplate history;
    private final int courses;
    private final int nights;
    private final long last;

    private ManyNights(ReportSite site, int courses, int nights) {
        this.site = site;
        this.courses = courses;
        this.nights = nights;
        this.history = new JdbcTemplate(site.pools.history());
        this.last = Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond() - 6 * 3600;
    }

    /**
     * Courses with ids from 1001 on; of every 100 one fails, and one lacks a file. The last run ended some hours ago.
     */
    static void fill(ReportSite site, int courses, int nights) throws Exception {
        ManyNights many = new ManyNights(site, courses, nights);
        many.addCourses();
        site.flow.tidyUp();
        for (int n = 0; n < nights; n++) {
            many.addNight(n, many.last - (nights - 1 - n) * DAY);
        }
        many.reasons();
        many.courses();
        many.failedAndWarned();
        many.statuses();
        many.causes();
        many.days();
    }

    private void addCourses() {
        List<String> subjects = List.of(SUBJECTS.split(","));
        List<Object[]> rows = new java.util.ArrayList<>();
        for (int n = 1; n <= courses; n++) {
            String subject = subjects.get(n % subjects.size());
            rows.add(new Object[] {
                1000 + n,
                subject.substring(0, 3).toUpperCase(java.util.Locale.ROOT) + "-" + (100 + n / subjects.size()),
                subject + " " + (n / subjects.size() + 1) + ", " + (n % 3 == 0 ? "evening class" : "day class")
            });
        }
        site.database.batchUpdate(
                "insert into mdl_course (id, category, sortorder, shortname, fullname, visible, timemodified)"
                        + " values (?, 1, 1, ?, ?, 1, 0)",
                rows);
    }

    private void addNight(int n, long began) {
        long run = began * 1000;
        boolean newest = n == nights - 1;
        int failed = newest ? courses / 100 : n % 9 == 4 ? 1 : 0;
        int warned = courses / 100;
        long took = 3000 + (n * 7919L) % 900;
        history.update(
                "insert into run (id, cause, process, state, started, ended, offered, ok, warned, failed, bytes,"
                        + " statements) values (?, 'schedule', 'process 812 on backup1.example.org', 'finished', ?, ?,"
                        + " ?, ?, ?, ?, ?, ?)",
                run,
                began,
                began + took,
                courses,
                courses - failed - warned,
                warned,
                failed,
                courses * (38_000_000L + n * 90_000L + (n * 104_729L) % 900_000),
                courses * 118L + (n * 611L) % 997);
        history.update(
                "insert into outcome (run_id, course_id, shortname, fullname, result, reason, started, ended, millis,"
                        + " bytes, entries, statements, warnings) select ?, course_id, shortname, fullname,"
                        + " case when mod(course_id, 100) = 7 and ? then 'FAILED'"
                        + " when mod(course_id, 100) = 9 then 'WARNING' else 'OK' end, null, ? + mod(course_id, 2900),"
                        + " ? + mod(course_id, 2900) + 1, 120 + mod(course_id * 37, 2400),"
                        + " 900000 + mod(course_id * 7919, 81000000) + ? * 40000, 100, 120,"
                        + " case when mod(course_id, 100) = 9 then 2 else 0 end from course where course_id > 1000",
                run,
                newest,
                began,
                began,
                n);
    }

    private void courses() {
        history.update(
                "update course set status = '1', result = 'OK', run_id = ?, ended = ?, good_run = ?, good_started = ?,"
                        + " good_made = ?, good_as_of = ?, good_bytes = 900000 + mod(course_id * 7919, 81000000),"
                        + " millis = 120 + mod(course_id * 37, 2400), next_start = ? where course_id > 1000",
                last * 1000,
                last,
                last * 1000,
                last,
                last,
                last + 1,
                last + DAY);
    }

    private void failedAndWarned() {
        history.update(
                "update course set status = '0', result = 'FAILED', good_made = ?, good_as_of = ?,"
                        + " reason = (select reason from outcome where outcome.course_id = course.course_id"
                        + " and outcome.run_id = ?) where course_id > 1000 and mod(course_id, 100) = 7",
                last - DAY,
                last - DAY,
                last * 1000);
        history.update(
                "update course set status = '4', result = 'WARNING', reason = (select reason from outcome where"
                        + " outcome.course_id = course.course_id and outcome.run_id = ?)"
                        + " where course_id > 1000 and mod(course_id, 100) = 9",
                last * 1000);
    }

    /** In Moodle's table, from which the list of courses takes them. */
    private void statuses() {
        site.database.update(
                "update mdl_backup_courses set laststarttime = ?, lastendtime = ?, laststatus = case mod(courseid, 100)"
                        + " when 7 then '0' when 9 then '4' else '1' end, nextstarttime = ? where courseid > 1000",
                last,
                last + 1,
                last + DAY);
    }

    private void reasons() {
        history.update("update run set cause = 'page' where cause = 'test'");
        history.update("update outcome set reason = 'Course ' || course_id || ' has no row in the table context"
                + " (contextlevel 50, instanceid ' || course_id || '), so roles, files and blocks of it can''t be"
                + " found. No archive was made. Open the course once in Moodle, which recreates the row, then run the"
                + " backup again.' where course_id > 1000 and result = 'FAILED'");
        history.update("update outcome set reason = 'The pool file 0a1b2c3d4e5f60718293a4b5c6d7e8f90123' || course_id"
                + " || ' is missing, unreadable or does not match its name, so a restored course will lack it."
                + " Restore it from a backup of Moodle''s data folder.'"
                + " where course_id > 1000 and result = 'WARNING'");
        history.update("insert into outcome_warning (run_id, course_id, seq, message) select run_id, course_id, 1,"
                + " reason from outcome where course_id > 1000 and result = 'WARNING'");
    }

    /** As it is done for outcomes from before causes were noted. */
    private void causes() {
        history.update("delete from course_cause");
        history.update("delete from cause");
        new History(site.pools.history());
    }

    private void days() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        SiteDays days = new SiteDays(site.pools.history());
        for (int n = Math.min(nights, 88); n >= 0; n--) {
            long late = n % 23 == 5 ? courses / 3 : n % 9;
            if (n % 31 == 11) {
                continue;
            }
            days.record(new SiteDay(
                    today.minusDays(n),
                    new Ages(courses, courses - late - 6, late, 2, 0, 1, 3, Instant.ofEpochSecond(last - 12 * DAY)),
                    800_000_000_000L + n * 5_100_000_000L,
                    2_000_000_000_000L));
        }
    }
}
