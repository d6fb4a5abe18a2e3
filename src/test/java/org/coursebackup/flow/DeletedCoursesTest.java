package org.coursebackup.flow;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Archives of courses that Moodle no longer has. */
class DeletedCoursesTest {
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void they_stay_for_the_days_set_after_a_run_missed_the_course_and_then_go() throws Exception {
        site.properties.setProperty("keep.deleted-days", "30");
        archivesOfTwoCourses();
        site.database.execute("update mdl_course set id = 4002 where id = 2");

        // the course was there for a year after its archive was made: only what a run saw counts
        nightAfter(Duration.ofDays(365));
        assertThat(courses()).containsOnly("2", "3");
        nightAfter(Duration.ofDays(29));
        assertThat(courses()).containsOnly("2", "3");
        nightAfter(Duration.ofDays(1));

        assertThat(courses()).containsOnly("3");
        assertThat(removed(2)).isOne();
        assertThat(site.reader().archives(3)).isNotEmpty();
    }

    @Test
    void they_stay_for_good_unless_days_are_set() throws Exception {
        archivesOfTwoCourses();
        site.database.execute("update mdl_course set id = 4002 where id = 2");

        nightAfter(Duration.ofDays(1));
        nightAfter(Duration.ofDays(5000));

        assertThat(courses()).containsOnly("2", "3");
    }

    @Test
    void a_course_that_came_back_is_as_any_other() throws Exception {
        site.properties.setProperty("keep.deleted-days", "30");
        archivesOfTwoCourses();
        site.database.execute("update mdl_course set id = 4002 where id = 2");
        nightAfter(Duration.ofDays(1));
        site.database.execute("update mdl_course set id = 2 where id = 4002");
        nightAfter(Duration.ofDays(1));
        site.database.execute("update mdl_course set id = 4002 where id = 2");

        nightAfter(Duration.ofDays(29));

        assertThat(courses()).as("its days begin anew").containsOnly("2", "3");
    }

    @Test
    void a_pinned_one_stays() throws Exception {
        site.properties.setProperty("keep.deleted-days", "30");
        archivesOfTwoCourses();
        String pinned = site.archives().stream()
                .filter(name -> name.startsWith("backup-moodle2-course-2-"))
                .findFirst()
                .orElseThrow();
        Files.createFile(site.folder.resolve("backups").resolve(pinned + ".pin"));
        site.database.execute("update mdl_course set id = 4002 where id = 2");

        nightAfter(Duration.ofDays(1));
        nightAfter(Duration.ofDays(100));

        assertThat(site.archives()).contains(pinned);
    }

    private void archivesOfTwoCourses() throws Exception {
        site.start();
        assertThat(site.run(new RunRequest(true, true, false, Set.of(2L, 3L), "test"))
                        .ok())
                .isEqualTo(2);
    }

    private void nightAfter(Duration pause) throws Exception {
        ((SettableClock) site.clock).advance(pause);
        site.run(new RunRequest(true, true, false, Set.of(3L), "test"));
    }

    private long removed(long course) {
        return site.reader().archives(course).stream()
                .filter(archive -> archive.removed() != null)
                .count();
    }

    private List<String> courses() throws Exception {
        return site.archives().stream()
                .filter(name -> name.endsWith(".mbz"))
                .map(name -> name.split("-")[3])
                .toList();
    }
}
