package org.coursebackup.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedCoursesTest {
    @TempDir
    Path folder;

    @Test
    void a_site_has_the_front_page_and_small_and_larger_courses_that_can_all_be_archived() throws Exception {
        try (DemoMoodle moodle = site(site -> GeneratedCourses.courses(site, 5, 1, 1))) {
            List<String> names = new JdbcTemplate(moodle.pool())
                    .queryForList("select shortname from mdl_course order by id", String.class);
            assertThat(names).containsExactly("campus", "XS-1", "XS-2", "XS-3", "S-4", "XS-5");
            archivesAllOf(moodle);
            assertThat(new JdbcTemplate(moodle.pool())
                            .queryForObject("select count(*) from mdl_course_modules where course = 5", Integer.class))
                    .isEqualTo(64);
        }
    }

    @Test
    void two_sites_of_one_seed_are_the_same_and_one_of_another_is_not() throws Exception {
        assertThat(hashes(7)).isEqualTo(hashes(7)).isNotEqualTo(hashes(8));
    }

    @Test
    void a_course_may_be_large_in_one_way_only() throws Exception {
        try (DemoMoodle moodle = site(site -> GeneratedCourses.activities(site, 9, 1))) {
            archivesAllOf(moodle);
            assertThat(count(moodle, "course_modules where course > 1")).isEqualTo(9);
        }
        try (DemoMoodle moodle = site(site -> GeneratedCourses.questions(site, 30, 1))) {
            archivesAllOf(moodle);
            assertThat(count(moodle, "question")).isBetween(30, 45);
        }
        try (DemoMoodle moodle = site(site -> GeneratedCourses.bytes(site, 5_000_000, 1))) {
            archivesAllOf(moodle);
            assertThat(new JdbcTemplate(moodle.pool())
                            .queryForObject("select max(filesize) from mdl_files", Integer.class))
                    .isEqualTo(5_000_000);
        }
        try (DemoMoodle moodle = site(site -> GeneratedCourses.posts(site, 20_000, 1))) {
            assertThat(count(moodle, "forum_posts where discussion > 1")).isEqualTo(20_000);
        }
    }

    private static DemoMoodle site(UnaryOperator<DemoSite> courses) {
        return DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, courses);
    }

    private static List<String> hashes(long seed) {
        try (DemoMoodle moodle = site(site -> GeneratedCourses.courses(site, 1, seed, 1))) {
            return new JdbcTemplate(moodle.pool())
                    .queryForList("select contenthash from mdl_files order by id", String.class);
        }
    }

    private static int count(DemoMoodle moodle, String rows) {
        return new JdbcTemplate(moodle.pool()).queryForObject("select count(*) from mdl_" + rows, Integer.class);
    }

    private void archivesAllOf(DemoMoodle moodle) throws Exception {
        for (Long course :
                new JdbcTemplate(moodle.pool()).queryForList("select id from mdl_course order by id", Long.class)) {
            Path archive = Files.createTempDirectory(folder, "archives").resolve("course-" + course + ".mbz");
            ArchiveReport report = Archives.make(moodle, course, ArchiveSettings.everything(), archive);
            assertThat(report.warnings()).as("course " + course).isEmpty();
            assertThat(new VerifyArchive().verify(archive).findings())
                    .as("course " + course)
                    .isEmpty();
        }
    }
}
