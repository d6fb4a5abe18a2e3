package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Disturbance;
import org.coursebackup.testsupport.TemporaryFolders;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a site's rows hold - hostile text, extreme numbers, NULLs, ids that lead nowhere, missing rows - a course
 * ends with an archive that reads back completely, or with a message for the administrator.
 */
class AnyRowsIT {
    private static final long[] COURSES = {2, 3, 4, 5, 10, 10, 10};
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void any_rows_give_a_good_archive_or_a_message(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int changes)
            throws Exception {
        long course = COURSES[Math.floorMod(seed, COURSES.length)];
        Path folder = TemporaryFolders.create("any-rows");
        Path archive = folder.resolve("course.mbz");
        try (Connection connection = MOODLE.pool().getConnection();
                Disturbance disturbance = new Disturbance(connection, seed, course)) {
            disturbance.disturb(changes);
            try {
                Archives.make(MOODLE, course, ArchiveSettings.everything(), archive);
            } catch (ArchiveException told) {
                assertThat(told.getMessage()).contains(String.valueOf(course));
                assertThat(archive).doesNotExist();
                return;
            } catch (Exception e) {
                throw new AssertionError("Course " + course + " after\n" + disturbance, e);
            }
            ArchiveVerification result = new VerifyArchive().verify(archive);
            assertThat(result.errors())
                    .as("course %s after%n%s", course, disturbance)
                    .isEmpty();
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(folder);
        }
    }
}
