package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.CountingDataSource;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many statements an archive needs depends on the kinds of things in a course, not on how many of each there are.
 */
class StatementCountIT {
    private static final int FACTOR = 20;
    /** The twentyfold course may need a few more batches of ids. */
    private static final int BATCHES = 4;

    private static final DemoMoodle SMALL = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);
    private static final DemoMoodle LARGE = DemoMoodle.fresh(DatabaseKind.H2, FACTOR);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    void twenty_times_the_users_posts_files_questions_and_attempts_need_no_more_statements(long course)
            throws Exception {
        assertThat(sent(LARGE, course))
                .hasSizeLessThanOrEqualTo(sent(SMALL, course).size() + BATCHES);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_course_of_everyday_activities_needs_fewer_than_150(long course) throws Exception {
        assertThat(sent(SMALL, course)).hasSizeLessThan(150);
    }

    @Test
    void a_course_with_every_activity_needs_fewer_than_350() throws Exception {
        assertThat(sent(SMALL, 10)).hasSizeLessThan(350);
    }

    private List<String> sent(DemoMoodle moodle, long course) throws Exception {
        CountingDataSource counting = new CountingDataSource(moodle.pool());
        CourseArchiver archiver = new CourseArchiver(counting.dataSource(), moodle.site(), null, DemoMoodle.CLOCK);
        // The first archive also reads which tables exist, once in the program's lifetime.
        make(archiver, 6);
        counting.forget();
        ArchiveReport report = make(archiver, course);
        assertThat(report.statements())
                .as("what the report says")
                .isEqualTo(counting.statements().size());
        assertThat(counting.writes())
                .as("statements that write to Moodle's database")
                .isEmpty();
        return counting.statements();
    }

    private ArchiveReport make(CourseArchiver archiver, long course) throws Exception {
        Path archive = folder.resolve("course.mbz");
        Files.deleteIfExists(archive);
        return archiver.archive(course, "course.mbz", ArchiveSettings.everything(), archive);
    }
}
